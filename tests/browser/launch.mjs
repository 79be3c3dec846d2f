// Starts Chromium for the tests.
import { chromium } from 'playwright-core';

const OPTIONS = ['--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-component-update'];

/** A browser that asks nobody for anything by itself. */
export function launch() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: process.getuid() === 0 ? [...OPTIONS, '--no-sandbox'] : OPTIONS,
  });
}
