package io.strongroom.admin;

import io.strongroom.http.StreamedBody;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** The bodies of {@link ImportsResource}, which reads them line by line. */
@Singleton
class ImportBodies implements StreamedBody {
  private static final Pattern BEGUN = Pattern.compile("/v1/admin/tenants/[^/]+/imports");
  private static final Pattern UPLOADED = Pattern.compile(BEGUN + "/[^/]+");

  @Override
  public boolean covers(HttpMethod method, String path) {
    return HttpMethod.POST.equals(method) && BEGUN.matcher(path).matches()
        || HttpMethod.PUT.equals(method) && UPLOADED.matcher(path).matches();
  }
}
