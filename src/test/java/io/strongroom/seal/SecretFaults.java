package io.strongroom.seal;

import io.strongroom.sandbox.Aim;
import io.strongroom.sandbox.CannedReply;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every way in which an upstream can fail, with a secret in whatever it says meanwhile. */
final class SecretFaults {
  private SecretFaults() {}

  /** The faults for calls of one user, by name. */
  static Map<String, Fault> of(PlantedSecrets secrets) {
    Map<String, Fault> faults = new LinkedHashMap<>();
    String text = secrets.plain("what the upstream said");
    faults.put("refused", said(FaultKind.ERROR, 400, described("invalid_grant", text)));
    faults.put("other client", said(FaultKind.ERROR, 401, described("invalid_client", text)));
    faults.put("unknown code", said(FaultKind.ERROR, 400, described(text, text)));
    faults.put("forbidden", said(FaultKind.ERROR, 403, "<html>" + text));
    faults.put("broken", said(FaultKind.ERROR, 500, text));
    faults.put("away", said(FaultKind.ERROR, 503, described("temporarily_unavailable", text)));
    faults.put("throttled", said(FaultKind.THROTTLE, 429, described("slow_down", text)));
    faults.put(
        "odd pause",
        reply(FaultKind.THROTTLE, new CannedReply(429, Map.of("Retry-After", text), text)));
    faults.put("garbage", said(FaultKind.GARBAGE, 200, "{\"access_token\": " + text));
    faults.put("no token", said(FaultKind.GARBAGE, 200, "{\"refresh\":\"" + text + "\"}"));
    faults.put("odd token", said(FaultKind.GARBAGE, 200, "{\"access_token\":[\"" + text + "\"]}"));
    faults.put(
        "elsewhere",
        reply(
            FaultKind.REDIRECT,
            new CannedReply(302, Map.of("Location", "http://127.0.0.1:1/" + text), text)));
    faults.put("reset", Fault.of(FaultKind.RESET));
    faults.put("lost reply", Fault.of(FaultKind.LOST_REPLY));
    faults.put("truncated", Fault.of(FaultKind.TRUNCATED));
    faults.put("oversized", Fault.of(FaultKind.OVERSIZED));
    faults.put("hanging", Fault.of(FaultKind.HANG).delayed(Duration.ofSeconds(5)));
    return faults;
  }

  static Fault at(Fault fault, String uid) {
    return fault.at(Aim.at(Endpoint.TOKEN).ofUid(uid));
  }

  private static String described(String code, String text) {
    return "{\"error\":\"" + code + "\",\"error_description\":\"" + text + "\"}";
  }

  private static Fault said(FaultKind kind, int status, String body) {
    return reply(kind, new CannedReply(status, Map.of("Content-Type", "application/json"), body));
  }

  private static Fault reply(FaultKind kind, CannedReply reply) {
    Fault usual = Fault.of(kind);
    return new Fault(
        kind,
        usual.aim(),
        usual.times(),
        usual.delay(),
        usual.commits(),
        reply,
        usual.cutAfterBytes());
  }
}
