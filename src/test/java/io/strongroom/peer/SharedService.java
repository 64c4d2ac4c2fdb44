package io.strongroom.peer;

import io.strongroom.database.ServiceProcess;
import io.strongroom.service.TestKeys;
import io.strongroom.service.VaultTenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The packaged service that all provider suites of a run share, since its start takes longer than
 * most of them. Each test has a tenant of its own.
 */
final class SharedService implements AutoCloseable {
  private final String operatorKey = TestKeys.random();
  private final Path folder;
  private final ServiceProcess service;

  SharedService() {
    try {
      folder = Files.createTempDirectory(Path.of("target"), "peer-service-");
      service = start(folder, operatorKey);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A service that may call servers on loopback. */
  static ServiceProcess start(Path folder, String operatorKey) {
    return ServiceProcess.start(
        folder.resolve("data"),
        Map.of(
            "STRONGROOM_OPERATOR_KEY", operatorKey,
            "STRONGROOM_UPSTREAM_ALLOW_HTTP", "true",
            "STRONGROOM_UPSTREAM_ALLOW_PRIVATE_ADDRESSES", "true"));
  }

  VaultTenant newTenant() {
    return VaultTenant.create(service.baseUri(), operatorKey);
  }

  ServiceProcess process() {
    return service;
  }

  @Override
  public void close() throws IOException {
    service.close();
    Trees.delete(folder);
  }

  /** Hands the service to the suites; the run's end closes it. */
  static final class Resolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext suite) {
      return parameter.getParameter().getType() == SharedService.class;
    }

    @Override
    public SharedService resolveParameter(ParameterContext parameter, ExtensionContext suite) {
      return suite
          .getRoot()
          .getStore(Namespace.create(SharedService.class))
          .computeIfAbsent(SharedService.class, type -> new SharedService(), SharedService.class);
    }
  }
}
