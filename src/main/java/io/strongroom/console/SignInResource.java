package io.strongroom.console;

import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.Requires;
import io.strongroom.tenant.SessionAccess;
import io.strongroom.tenant.SessionCookie;
import io.strongroom.tenant.Sessions;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The way in and the way out. */
@Path("/console")
public class SignInResource {
  private final Template signIn;
  private final Sessions sessions;
  private final ConsoleErrors errors;

  SignInResource(Template signIn, Sessions sessions, ConsoleErrors errors) {
    this.signIn = signIn;
    this.sessions = sessions;
    this.errors = errors;
  }

  @GET
  @Path("/sign-in")
  @Produces(MediaType.TEXT_HTML)
  @PermitAll
  public TemplateInstance form() {
    return signIn.data("refused", "");
  }

  /** Answers with the cookie of a new session; a form of another site is refused. */
  @POST
  @Path("/sign-in")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @PermitAll
  public Uni<Response> open(
      @FormParam("apiKey") @Nullable String apiKey,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    SessionAccess.requireSameOrigin(headers::getHeaderString);
    return sessions
        .open(Objects.requireNonNullElse(apiKey, ""), isSecure(headers, uri))
        .map(
            cookie ->
                Response.seeOther(URI.create("/console"))
                    .header(HttpHeaders.SET_COOKIE, cookie.header())
                    .build())
        // Then the page stays what it is, and whoever wants in tries again.
        .onFailure(FaultCode.VAULT_UNAVAILABLE::isOf)
        .recoverWithItem(failure -> errors.wayIn(((FaultException) failure).fault()));
  }

  @DELETE
  @Path("/session")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  public Uni<Response> close(@Context HttpHeaders headers) {
    SessionCookie cookie = SessionCookie.of(headers.getCookies());
    return cookie == null
        ? Uni.createFrom().item(() -> Response.noContent().build())
        : sessions
            .close(cookie)
            .map(
                closed ->
                    Response.noContent()
                        .header(HttpHeaders.SET_COOKIE, cookie.endingHeader())
                        .build());
  }

  /** Whether the browser speaks https, also where a proxy in between ends it. */
  private static boolean isSecure(HttpHeaders headers, UriInfo uri) {
    String origin = headers.getHeaderString("Origin");
    return uri.getBaseUri().getScheme().equals("https")
        || origin != null && origin.startsWith("https://");
  }
}
