package io.strongroom.events;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver on loopback that answers as a test wants, and checks signatures in its own way. */
final class Receiver implements AutoCloseable {
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  /** What is done with one call; whoever answers nothing closes. */
  interface Behaviour {
    void answer(HttpExchange exchange) throws IOException;
  }

  /** One call, as it arrived. */
  record Arrival(String id, String timestamp, String signature, String contentType, String body) {
    JsonPath json() {
      return JsonPath.from(body);
    }

    /** As the specification says it: HMAC-SHA-256 of id, timestamp and body, joined by dots. */
    boolean isSignedWith(String secret) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signed = id + "." + timestamp + "." + body;
        byte[] expected = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        return signature.startsWith("v1,")
            && MessageDigest.isEqual(expected, Base64.getDecoder().decode(signature.substring(3)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Behaviour> next = new ConcurrentLinkedQueue<>();
  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private volatile Behaviour usual = status(204);

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  static Behaviour status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  static Behaviour closing() {
    return exchange -> {};
  }

  static Behaviour redirectingTo(URI other) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", other.toString());
      exchange.sendResponseHeaders(307, -1);
    };
  }

  /** More than the service reads of any answer. */
  static Behaviour flooding(int status) {
    return exchange -> {
      exchange.sendResponseHeaders(status, 0);
      byte[] piece = new byte[64 * 1024];
      for (int i = 0; i < 160; i++) {
        exchange.getResponseBody().write(piece);
      }
    };
  }

  /** The next calls, one each; then what is usual. */
  Receiver answering(Behaviour... behaviours) {
    next.addAll(List.of(behaviours));
    return this;
  }

  void usually(Behaviour behaviour) {
    usual = behaviour;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks");
  }

  List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  /** In the order in which each arrived first. */
  List<String> ids() {
    var ids = new LinkedHashSet<String>();
    arrivals.forEach(arrival -> ids.add(arrival.id()));
    return List.copyOf(ids);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      arrivals.add(
          new Arrival(
              headers.getFirst("webhook-id"),
              headers.getFirst("webhook-timestamp"),
              headers.getFirst("webhook-signature"),
              headers.getFirst("Content-Type"),
              body));
      Behaviour behaviour = next.poll();
      (behaviour == null ? usual : behaviour).answer(exchange);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
