package io.strongroom.seal;

import io.strongroom.token.TenantId;

/**
 * Makes, changes and opens tenants' keysets with the key-encryption keys of this database.
 *
 * <p>Which key wraps is replaced by {@link Keks}, at the start and when the key is rotated; a
 * keyset that is being wrapped meanwhile by the former one is found by its version in the row.
 */
public final class Sealing {
  private volatile KeyCheck.Bound bound;

  Sealing(KeyCheck.Bound bound) {
    this.bound = bound;
  }

  /** New keysets for a new tenant. */
  public WrappedKeys makeKeys(TenantId tenant) {
    return wrap(tenant, TenantKeysets.make());
  }

  /**
   * @throws DoesNotOpen if the keysets were wrapped by another key or for another tenant
   */
  public TenantKeys openKeys(TenantId tenant, WrappedKeys wrapped) {
    return unwrap(tenant, wrapped).open();
  }

  /** The same keysets with one more key, which opens and does not seal yet. */
  public ChangedKeys introduce(TenantId tenant, WrappedKeys wrapped) {
    TenantKeysets.Introduced introduced = unwrap(tenant, wrapped).introduce();
    return new ChangedKeys(wrap(tenant, introduced.keysets()), introduced.version());
  }

  /** The same keysets, of which this key seals from now on. */
  public WrappedKeys promote(TenantId tenant, WrappedKeys wrapped, int version) {
    return wrap(tenant, unwrap(tenant, wrapped).promote(version));
  }

  /** The same keysets without a key: what it has sealed does not open any more. */
  public WrappedKeys retire(TenantId tenant, WrappedKeys wrapped, int version) {
    return wrap(tenant, unwrap(tenant, wrapped).without(version));
  }

  /** The same keysets, wrapped by the key that wraps now. */
  public WrappedKeys rewrap(TenantId tenant, WrappedKeys wrapped) {
    return wrap(tenant, unwrap(tenant, wrapped));
  }

  /** A new key of the service's signatures, wrapped. */
  public WrappedSigner makeSigner() {
    return wrap(SignerKeyset.make());
  }

  /**
   * @throws DoesNotOpen if the key was wrapped by another key
   */
  public ServiceSigner openSigner(byte[] wrapped) {
    return SignerKeyset.unwrap(bound.kek().any(), wrapped).open();
  }

  /** The same signing key, wrapped by the key that wraps now. */
  public WrappedSigner rewrapSigner(byte[] wrapped) {
    return wrap(SignerKeyset.unwrap(bound.kek().any(), wrapped));
  }

  private WrappedSigner wrap(SignerKeyset keyset) {
    KeyCheck.Bound now = bound;
    return new WrappedSigner(keyset.wrap(now.wrappingKey()), now.wrapping());
  }

  KeyCheck.Bound bound() {
    return bound;
  }

  void bind(KeyCheck.Bound next) {
    bound = next;
  }

  private TenantKeysets unwrap(TenantId tenant, WrappedKeys wrapped) {
    return TenantKeysets.unwrap(bound.kek().any(), tenant, wrapped);
  }

  private WrappedKeys wrap(TenantId tenant, TenantKeysets keysets) {
    KeyCheck.Bound now = bound;
    return keysets.wrap(now.wrappingKey(), now.wrapping(), tenant);
  }
}
