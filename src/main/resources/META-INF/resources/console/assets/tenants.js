import { ADMIN, el, list, page, show } from './console.js';

page(async () => show(await list(`${ADMIN}/tenants`, 'Choose whose vault to look at', [
  ['Name', one => el('a', { href: `/console/overview?tenant=${one.tenantId}` }, one.name)],
  ['Id', one => el('code', {}, one.tenantId)],
], 'There is no tenant yet.')));
