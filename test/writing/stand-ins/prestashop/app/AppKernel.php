<?php
/** A stand-in for PrestaShop's kernel. */
class AppKernel
{
    public function __construct(string $environment, bool $debug) {}

    public function boot(): void {}
}
