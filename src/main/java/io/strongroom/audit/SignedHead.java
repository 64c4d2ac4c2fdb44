package io.strongroom.audit;

import io.strongroom.seal.ServiceSigner;
import io.strongroom.token.TenantId;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant's chain ends, as a caller may keep it.
 *
 * @param head {@code <seq>:<hash>}, as {@code verify?since=} takes it
 * @param sealedMicros microseconds since 1970; null where nothing was sealed yet
 * @param signature Ed25519, in base64; null where nothing was sealed yet
 * @param publicKey of the signature, in base64
 * @param begin the link after which the chain begins
 * @param unsealed rows that have no place yet, counted up to 100,000
 */
public record SignedHead(
    TenantId tenantId,
    Link head,
    @Nullable Instant sealedAt,
    @Nullable Long sealedMicros,
    @Nullable String signature,
    String publicKey,
    Link begin,
    long unsealed) {

  static SignedHead of(TenantId tenant, ChainState state, ServiceSigner signer) {
    Head head = state.head();
    String publicKey = Base64.getEncoder().encodeToString(signer.publicKey());
    if (head == null) {
      return new SignedHead(
          tenant, Link.START, null, null, null, publicKey, Link.START, state.unsealed());
    }
    return new SignedHead(
        tenant,
        head.link(),
        StoredEvent.instant(head.sealedMicros()),
        head.sealedMicros(),
        Base64.getEncoder().encodeToString(head.signature()),
        publicKey,
        state.begin(),
        state.unsealed());
  }
}
