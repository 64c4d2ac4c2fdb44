package io.strongroom.console;

import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.strongroom.http.ErrorForm;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Errors for people: a sentence on a page, and the way in where nobody is signed in. */
@Singleton
class ConsoleErrors implements ErrorForm {
  /** The contract's sentence for a call without a key. */
  private static final String NOTHING_SHOWN = "Credentials are not specified";

  private final Template signIn;
  private final Template error;

  ConsoleErrors(Template signIn, Template error) {
    this.signIn = signIn;
    this.error = error;
  }

  @Override
  public boolean covers(String path) {
    return ConsoleHeaders.isBelow(path);
  }

  @Override
  public Response render(Fault fault) {
    return switch (fault.code()) {
      case UNAUTHENTICATED, FORBIDDEN -> wayIn(fault);
      default -> answer(fault, error(fault));
    };
  }

  /** The form, and what was wrong: the key is to be entered again, and is never sent back. */
  Response wayIn(Fault fault) {
    return answer(fault, signIn.data("refused", refusal(fault)));
  }

  private TemplateInstance error(Fault fault) {
    return error
        .data("title", fault.code().title(), "detail", fault.detail())
        .data("waits", fault.code() == FaultCode.VAULT_UNAVAILABLE);
  }

  /** Who has shown nothing yet was not refused; nor was who came without a database. */
  private static String refusal(Fault fault) {
    if (fault.code() == FaultCode.VAULT_UNAVAILABLE) {
      return fault.code().title() + ". Please sign in again in a moment.";
    }
    return fault.detail().equals(NOTHING_SHOWN) ? "" : fault.detail();
  }

  private static Response answer(Fault fault, TemplateInstance page) {
    return Response.status(fault.code().status())
        .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
        .entity(page.render())
        .build();
  }
}
