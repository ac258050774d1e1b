import { registerEnumType } from 'type-graphql';

export const IdOrder = { ID_ASC: 'ID_ASC', ID_DESC: 'ID_DESC' } as const;
export type IdOrder = keyof typeof IdOrder;
registerEnumType(IdOrder, {
  name: 'IdOrder',
  description: 'The order of a list that has one alone.',
  valuesConfig: {
    ID_ASC: { description: 'By native id, lowest first.' },
    ID_DESC: { description: 'By native id, highest first.' },
  },
});
