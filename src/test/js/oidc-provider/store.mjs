// Everything the provider knows, in one file that is whole after each change: a killed server comes back with it.
import fs from 'node:fs';

const OF_A_GRANT = new Set(['AccessToken', 'RefreshToken']);

export class Store {
  constructor(file) {
    this.file = file;
    this.entries = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  }

  get(model, id) {
    const entry = this.entries[`${model}:${id}`];
    return entry && (entry.until === null || entry.until > Date.now()) ? entry.payload : undefined;
  }

  put(model, id, payload, seconds) {
    const until = seconds ? Date.now() + seconds * 1000 : null;
    this.entries[`${model}:${id}`] = { payload, until };
    this.save();
  }

  remove(goes) {
    for (const [key, { payload }] of Object.entries(this.entries)) {
      if (goes(key, payload)) delete this.entries[key];
    }
    this.save();
  }

  save() {
    fs.writeFileSync(`${this.file}.new`, JSON.stringify(this.entries), { mode: 0o600 });
    fs.renameSync(`${this.file}.new`, this.file);
  }

  /** The class that oidc-provider makes one of for each kind of thing it keeps. */
  adapter() {
    const store = this;
    return class {
      constructor(model) {
        this.model = model;
      }

      async find(id) {
        return store.get(this.model, id);
      }

      async upsert(id, payload, seconds) {
        store.put(this.model, id, payload, seconds);
      }

      async consume(id) {
        store.get(this.model, id).consumed = Math.floor(Date.now() / 1000);
        store.save();
      }

      async destroy(id) {
        store.remove((key) => key === `${this.model}:${id}`);
      }

      async revokeByGrantId(grantId) {
        store.remove((key, payload) => OF_A_GRANT.has(key.split(':')[0]) && payload.grantId === grantId);
      }

      async findByUid() {}

      async findByUserCode() {}
    };
  }
}
