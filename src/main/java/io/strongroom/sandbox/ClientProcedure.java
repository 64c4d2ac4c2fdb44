package io.strongroom.sandbox;

import java.time.Instant;
import java.util.Optional;

/** The part of a procedure that begins when the form is sound and the client has proved itself. */
interface ClientProcedure {
  Answer answer(Client client, Form form, Instant now);

  Optional<String> presented(Form form);

  default String grant(Form form) {
    return "";
  }

  /** The whole procedure: form, then client, then this. */
  default Procedure behind(ClientAuthentication authentication) {
    ClientProcedure inner = this;
    return new Procedure() {
      @Override
      public Answer answer(Call call, Instant now) {
        if (call.form().defect().isPresent()) {
          return Answer.refused("invalid_request", call.form().defect().get());
        }
        ClientAuthentication.Result result = authentication.authenticate(call, now);
        return result instanceof ClientAuthentication.Proved proved
            ? inner.answer(proved.client(), call.form(), now)
            : ((ClientAuthentication.Disproved) result).answer();
      }

      @Override
      public Optional<String> presented(Call call) {
        return inner.presented(call.form());
      }

      @Override
      public String grant(Call call) {
        return inner.grant(call.form());
      }
    };
  }
}
