package io.strongroom.vault;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.coherence.Change;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.AccountKey;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Takes many users in at once, each by the rules by which a master token is put. Asks no upstream
 * and rotates nothing.
 *
 * <p>Runs under the tenant's lock, in a transaction of the caller's. Locks: accounts in the order
 * of their keys, claims, client tokens, ended tokens.
 */
@Singleton
public class Intake {
  private final ImportedMasters masters;
  private final ImportedTokens tokens;
  private final HeavyWork heavy;

  Intake(ImportedMasters masters, ImportedTokens tokens, HeavyWork heavy) {
    this.masters = masters;
    this.tokens = tokens;
    this.heavy = heavy;
  }

  /**
   * Takes these users in, in their order where one is there more than once.
   *
   * @return what came of each, in the same order
   */
  public Uni<List<IntakeVerdict>> take(
      SqlConnection connection,
      Change change,
      TenantKeys keys,
      TenantId tenant,
      List<ImportedAccount> imported) {
    if (imported.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    IntakeVerdict[] verdicts = new IntakeVerdict[imported.size()];
    return IntakeTerms.find(connection, tenant, environments(imported), clients(imported))
        .chain(terms -> heavy.run(() -> applicants(imported, tenant, terms, keys, verdicts)))
        .map(Intake::rounds)
        .chain(rounds -> oneByOne(connection, change, keys, rounds, verdicts))
        .replaceWith(() -> List.of(verdicts));
  }

  private static List<EnvironmentName> environments(List<ImportedAccount> imported) {
    return imported.stream().map(ImportedAccount::place).distinct().toList();
  }

  private static List<ClientId> clients(List<ImportedAccount> imported) {
    return imported.stream()
        .map(ImportedAccount::clientToken)
        .filter(Objects::nonNull)
        .map(ImportedToken::clientId)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /** Those whom nothing speaks against so far; of the others the verdict is there at once. */
  private static List<Applicant> applicants(
      List<ImportedAccount> imported,
      TenantId tenant,
      Map<EnvironmentName, IntakeTerms> known,
      TenantKeys keys,
      IntakeVerdict[] verdicts) {
    List<Applicant> applicants = new ArrayList<>();
    for (int line = 0; line < verdicts.length; line++) {
      ImportedAccount account = imported.get(line);
      IntakeTerms terms = known.get(account.place());
      IntakeVerdict.Refusal refusal = Applicant.refusal(account, terms);
      if (terms == null || refusal != null) {
        verdicts[line] = new IntakeVerdict(false, false, refusal);
      } else {
        applicants.add(Applicant.of(line, account, tenant, terms, keys));
      }
    }
    return applicants;
  }

  /** In each round every account is there at most once: a statement changes no row twice. */
  private static List<List<Applicant>> rounds(List<Applicant> applicants) {
    Map<AccountKey, Integer> seen = new HashMap<>();
    List<List<Applicant>> rounds = new ArrayList<>();
    for (Applicant applicant : applicants) {
      int round = seen.merge(applicant.account(), 1, Integer::sum) - 1;
      if (round == rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(applicant);
    }
    return rounds;
  }

  private Uni<Void> oneByOne(
      SqlConnection connection,
      Change change,
      TenantKeys keys,
      List<List<Applicant>> rounds,
      IntakeVerdict[] verdicts) {
    return Multi.createFrom()
        .iterable(rounds)
        .onItem()
        .transformToUniAndConcatenate(round -> take(connection, change, keys, round, verdicts))
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Void> take(
      SqlConnection connection,
      Change change,
      TenantKeys keys,
      List<Applicant> round,
      IntakeVerdict[] verdicts) {
    return masters
        .take(connection, change, keys, round)
        .chain(
            effects ->
                tokens
                    .take(connection, keys, admitted(round, effects))
                    .invoke(brought -> judge(round, effects, brought, verdicts)))
        .replaceWithVoid();
  }

  private static List<Applicant> admitted(
      List<Applicant> round, Map<Integer, ImportedMasters.Effect> effects) {
    return round.stream()
        .filter(
            applicant ->
                applicant.token() != null
                    && effects.get(applicant.line()) != ImportedMasters.Effect.SUPERSEDED)
        .collect(Collectors.toList());
  }

  private static void judge(
      List<Applicant> round,
      Map<Integer, ImportedMasters.Effect> effects,
      Map<Integer, ImportedTokens.Effect> brought,
      IntakeVerdict[] verdicts) {
    for (Applicant applicant : round) {
      int line = applicant.line();
      ImportedMasters.Effect effect = Objects.requireNonNull(effects.get(line));
      ImportedTokens.Effect token = brought.get(line);
      verdicts[line] =
          effect == ImportedMasters.Effect.SUPERSEDED
              ? IntakeVerdict.refused("masterToken", "master-token-superseded")
              : new IntakeVerdict(
                  effect != ImportedMasters.Effect.UNCHANGED
                      || token == ImportedTokens.Effect.STORED,
                  token == ImportedTokens.Effect.SKIPPED,
                  null);
    }
  }
}
