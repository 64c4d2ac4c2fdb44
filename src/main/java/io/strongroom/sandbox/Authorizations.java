package io.strongroom.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** All users' authorizations, found by user and by token. Guarded by the provider's lock. */
final class Authorizations {
  /** Users at most: a load test's worth, about 50 MB. */
  static final int USERS_MAX = 100_000;

  /** Authorizations at most, two a user: about 100 MB. */
  static final int AUTHORIZATIONS_MAX = 200_000;

  /** A refresh token that was presented: whose, and which of its family. */
  record Presented(RefreshFamily family, long number) {}

  private final RandomGenerator random;
  private final RefreshTokens refreshTokens;
  private final Map<String, List<Authorization>> byUid = new HashMap<>();
  private final Map<String, Authorization> byFirstValue = new HashMap<>();
  private final Map<String, RefreshFamily> families = new HashMap<>();

  Authorizations(RandomGenerator random) {
    this.random = random;
    byte[] key = new byte[32];
    random.nextBytes(key);
    this.refreshTokens = new RefreshTokens(key);
  }

  /** Enters a master token and returns its value; a value that is known already starts afresh. */
  String enter(MasterToken master) {
    requireRoom(master.uid());
    return switch (master.kind()) {
      case X_TOKEN -> {
        String value = master.value().orElseGet(() -> "xt_" + hex(20));
        yield file(new XToken(master.uid(), master.clientId()), value);
      }
      case API_KEY -> {
        String value = master.value().orElseGet(() -> "ak_" + hex(20));
        yield file(new ApiKey(master.uid()), value);
      }
      case REFRESH_TOKEN -> {
        String id = hex(8);
        String value = master.value().orElseGet(() -> refreshTokens.make(id, 0));
        RefreshFamily family =
            new RefreshFamily(
                master.uid(), master.clientId(), id, value, master.rotating(), master.reuseGrace());
        families.put(id, family);
        yield file(family, value);
      }
    };
  }

  Optional<XToken> xToken(String value) {
    return byFirstValue.get(value) instanceof XToken found ? Optional.of(found) : Optional.empty();
  }

  Optional<ApiKey> apiKey(String value) {
    return byFirstValue.get(value) instanceof ApiKey found ? Optional.of(found) : Optional.empty();
  }

  Optional<Presented> refreshToken(String value) {
    if (byFirstValue.get(value) instanceof RefreshFamily family) {
      return Optional.of(new Presented(family, 0));
    }
    return refreshTokens
        .read(value)
        .flatMap(
            stamp ->
                Optional.ofNullable(families.get(stamp.familyId()))
                    .map(family -> new Presented(family, stamp.number())));
  }

  /** The authorization that a master token of either kind, current or not, belongs to. */
  Optional<Authorization> of(String masterToken) {
    return Optional.<Authorization>empty()
        .or(() -> xToken(masterToken))
        .or(() -> apiKey(masterToken))
        .or(() -> refreshToken(masterToken).map(Presented::family));
  }

  void rotate(RefreshFamily family, Instant now) {
    family.rotate(refreshTokens.make(family.id(), family.number() + 1), now);
  }

  /** A user's refresh families in the order in which they were entered. */
  List<FamilyState> familiesOf(String uid) {
    return byUid.getOrDefault(uid, List.of()).stream()
        .filter(RefreshFamily.class::isInstance)
        .map(authorization -> ((RefreshFamily) authorization).state())
        .toList();
  }

  /** Ends all that a user permitted; returns how many authorizations were alive. */
  int endAllOf(String uid) {
    List<Authorization> all = byUid.getOrDefault(uid, List.of());
    int alive = (int) all.stream().filter(authorization -> !authorization.ended()).count();
    all.forEach(Authorization::end);
    return alive;
  }

  private String file(Authorization authorization, String value) {
    Authorization former = byFirstValue.put(value, authorization);
    if (former != null) {
      forget(former);
    }
    byUid.computeIfAbsent(authorization.uid(), uid -> new ArrayList<>(1)).add(authorization);
    return value;
  }

  private void forget(Authorization former) {
    former.end();
    List<Authorization> rest = byUid.get(former.uid());
    if (rest != null) {
      rest.remove(former);
    }
    if (former instanceof RefreshFamily family) {
      families.remove(family.id());
    }
  }

  private void requireRoom(String uid) {
    if (byUid.size() >= USERS_MAX && !byUid.containsKey(uid)) {
      throw new LimitReached(USERS_MAX, "users");
    }
    if (byFirstValue.size() >= AUTHORIZATIONS_MAX) {
      throw new LimitReached(AUTHORIZATIONS_MAX, "master tokens");
    }
  }

  private String hex(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
