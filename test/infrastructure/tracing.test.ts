import { resourceAttributes } from '../../src/infrastructure/tracing.js';

test.each([
  [{}, { 'service.name': 'drawbridge' }],
  [{ OTEL_SERVICE_NAME: '' }, { 'service.name': 'drawbridge' }],
  [
    { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=prod, service.version = 1.2%203 ,' },
    { 'service.name': 'drawbridge', 'deployment.environment': 'prod', 'service.version': '1.2 3' },
  ],
  [{ OTEL_RESOURCE_ATTRIBUTES: 'service.name=graph' }, { 'service.name': 'graph' }],
  [{ OTEL_RESOURCE_ATTRIBUTES: 'service.name=graph', OTEL_SERVICE_NAME: 'shops' }, { 'service.name': 'shops' }],
  [{ OTEL_RESOURCE_ATTRIBUTES: 'a=1,b' }, { 'service.name': 'drawbridge' }],
  [{ OTEL_RESOURCE_ATTRIBUTES: 'a=%zz' }, { 'service.name': 'drawbridge' }],
])('spans are of what the environment says: %j', (environment, attributes) => {
  expect(resourceAttributes(environment)).toEqual(attributes);
});
