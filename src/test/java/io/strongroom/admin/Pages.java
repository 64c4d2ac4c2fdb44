package io.strongroom.admin;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;

/** Reads a list page by page. */
final class Pages {

  private Pages() {}

  /** One member of every item, in the order of the pages; each page has at most so many. */
  static List<String> all(RequestSpecification as, String path, int limit, String member) {
    List<String> all = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonPath page =
          given()
              .spec(as)
              .queryParam("limit", limit)
              .queryParam("cursor", cursor)
              .get(path)
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      List<String> items = page.getList("items." + member);
      if (items.size() > limit) {
        throw new AssertionError("a page of " + items.size());
      }
      all.addAll(items);
      cursor = page.getString("nextCursor");
    }
    return all;
  }
}
