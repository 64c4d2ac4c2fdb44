package io.strongroom.http;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Bodies that break one rule each: the call, the body, the member and a part of the rule. */
final class BadBodies {
  static final String ISSUE = "POST /v1/tokens/issue";
  static final String DROP = "POST /v1/tokens/drop";
  static final String INSPECT = "POST /v1/tokens/inspect";
  static final String TENANT = "POST /v1/admin/tenants";
  static final String KEY = "POST {tenant}/api-keys";
  static final String KEY_CHANGE = "PATCH {tenant}/api-keys/abcdefgh";
  static final String ENVIRONMENT = "PUT {tenant}/environments/e";
  static final String CLIENT = "PUT {tenant}/environments/e/clients/c";
  static final String ACCOUNT = "PUT {tenant}/environments/e/accounts/u";
  static final String MASTER_TOKEN = "PUT {tenant}/environments/e/accounts/u/master-token";
  static final String PAYMENT_CONTEXT = "paymentAuth.paymentAuthContextId";
  static final String QUOTA = "PUT {tenant}/quotas/issue";

  private static final String GOOD = "'grant':'x-token','tokenEndpoint':'https://a.example/t'";
  private static final String CREDENTIAL = "'clientSecret':'s','authMethod':'client_secret_basic'";

  private BadBodies() {}

  static Stream<Arguments> ofDataCalls() {
    return Stream.of(
        bad(ISSUE, "{}", "uid", "is required"),
        bad(ISSUE, "{'uid':null}", "uid", "must not be null"),
        bad(ISSUE, "{'uid':5}", "uid", "must be a string"),
        bad(ISSUE, "{'uid':true}", "uid", "must be a string"),
        bad(ISSUE, "{'uid':['u']}", "uid", "must be a string"),
        bad(ISSUE, "{'uid':{}}", "uid", "must be a string"),
        bad(ISSUE, "{'uid':'u','environment':5}", "environment", "must be a string"),
        bad(ISSUE, "{'uid':'u','environment':null}", "environment", "must not be null"),
        bad(ISSUE, "{'uid':'u','clientId':null}", "clientId", "must not be null"),
        bad(ISSUE, "{'uid':'u','minTtlSeconds':'5'}", "minTtlSeconds", "a whole number"),
        bad(ISSUE, "{'uid':'u','minTtlSeconds':1.5}", "minTtlSeconds", "a whole number"),
        bad(ISSUE, "{'uid':'u','minTtlSeconds':true}", "minTtlSeconds", "a whole number"),
        bad(ISSUE, "{'uid':'u','minTtlSeconds':null}", "minTtlSeconds", "must not be null"),
        bad(ISSUE, "{'uid':'u','minTtlSeconds':-1}", "minTtlSeconds", "must be between 0"),
        bad(ISSUE, "{'uid':'u','minTtlSeconds':999999999999}", "minTtlSeconds", "between"),
        bad(
            ISSUE,
            "{'uid':'u','minTtlSeconds':99999999999999999999}",
            "minTtlSeconds",
            "a whole number"),
        bad(ISSUE, "{'uid':'u','newerThanGeneration':-1}", "newerThanGeneration", "negative"),
        bad(ISSUE, "{'uid':'u','newerThanGeneration':'1'}", "newerThanGeneration", "number"),
        bad(ISSUE, "{'uid':'u','newerThanGeneration':{}}", "newerThanGeneration", "number"),
        bad(ISSUE, "{'uid':'u','Uid':'u'}", "Uid", "is not a member"),
        bad(ISSUE, "{'uid':'u','paymentAuth':{}}", PAYMENT_CONTEXT, "is required"),
        bad(
            ISSUE,
            "{'uid':'u','paymentAuth':{'paymentAuthContextId':'a b'}}",
            PAYMENT_CONTEXT,
            "visible ASCII"),
        bad(ISSUE, "{'uid':'u','paymentAuth':'p'}", "paymentAuth", "must be"),
        bad(ISSUE, "{'uid':'u','uid':'v'}", "uid", "more than once"),
        bad(ISSUE, "null", "body", "is required"),
        bad(ISSUE, "", "body", "is required"),
        bad(DROP, "{}", "token", "is required"),
        bad(DROP, "{'token':''}", "token", "must not be empty"),
        bad(DROP, "{'token':null}", "token", "must not be null"),
        bad(DROP, "{'token':4711}", "token", "must be a string"),
        bad(DROP, "{'token':'hunter2','reason':'x'}", "reason", "is not a member"),
        bad(DROP, "{'token':'hunter2','token':'hunter2'}", "token", "more than once"),
        bad(INSPECT, "{}", "token", "is required"),
        bad(INSPECT, "{'token':['hunter2']}", "token", "must be a string"),
        bad(INSPECT, "{'token':'hunter2','live':'true'}", "live", "true or false"));
  }

  static Stream<Arguments> ofTenantsKeysAndQuotas() {
    return Stream.of(
        bad(TENANT, "{}", "name", "is required"),
        bad(TENANT, "{'name':''}", "name", "must be 1 to 100 characters"),
        bad(TENANT, "{'name':'" + "n".repeat(101) + "'}", "name", "must be 1 to 100"),
        bad(TENANT, "{'name':'a\\u0007b'}", "name", "without control characters"),
        bad(TENANT, "{'name':'a\\u0085b'}", "name", "without control characters"),
        bad(TENANT, "{'name':7}", "name", "must be a string"),
        bad(TENANT, "{'name':'n','tenantId':'chosenid'}", "tenantId", "is not a member"),
        bad(KEY, "{'authScopes':['PRICING']}", "name", "is required"),
        bad(KEY, "{'name':'n'}", "authScopes", "is required"),
        bad(KEY, "{'name':'n','authScopes':[]}", "authScopes", "must not be empty"),
        bad(KEY, "{'name':'n','authScopes':'PRICING'}", "authScopes", "must be an array"),
        bad(KEY, "{'name':'n','authScopes':['OPERATOR']}", "authScopes", "operator key alone"),
        bad(KEY, "{'name':'n','authScopes':['pricing']}", "authScopes", "does not exist"),
        bad(KEY, "{'name':'n','authScopes':['PRICING','PRICING']}", "authScopes", "twice"),
        bad(KEY, "{'name':'n','authScopes':[null]}", "authScopes", "does not exist"),
        bad(KEY, "{'name':'n','authScopes':[5]}", "authScopes[0]", "must be a string"),
        bad(
            KEY,
            "{'name':'n','authScopes':['PRICING'],'expiresAt':'soon'}",
            "expiresAt",
            "must be a time like"),
        bad(
            KEY,
            "{'name':'n','authScopes':['PRICING'],'expiresAt':1893456000}",
            "expiresAt",
            "must be a time like"),
        bad(KEY_CHANGE, "{}", "name", "must be given"),
        bad(KEY_CHANGE, "{'authScopes':['OPERATOR']}", "authScopes", "operator key alone"),
        bad(KEY_CHANGE, "{'name':'n','apiKey':'hunter2'}", "apiKey", "is not a member"),
        bad(QUOTA, "{}", "limit", "is required"),
        bad(QUOTA, "{'limit':-1}", "limit", "must be between 0"),
        bad(QUOTA, "{'limit':1.5}", "limit", "must be a whole number"),
        bad(QUOTA, "{'limit':'5'}", "limit", "must be a whole number"),
        bad(QUOTA, "{'limit':5,'keyId':'X'}", "keyId", "must match"),
        bad(QUOTA, "{'limit':5,'keyId':null}", "keyId", "must not be null"));
  }

  static Stream<Arguments> ofEnvironments() {
    return Stream.of(
        bad(ENVIRONMENT, "{}", "grant", "is required"),
        bad(ENVIRONMENT, "{'grant':'x-token'}", "tokenEndpoint", "is required"),
        bad(ENVIRONMENT, "{'grant':'password'}", "grant", "must be x-token, refresh_token"),
        bad(ENVIRONMENT, "{'grant':'static'}", "baseUrl", "is required"),
        endpoint("ftp://a.example/t", "must be an https URL"),
        endpoint("/token", "must be an https URL"),
        endpoint("not a url", "must be an absolute URL"),
        endpoint("https:///t", "must name a host"),
        endpoint("https://user:hunter2@a.example/t", "user or password"),
        endpoint("https://a.example/t#f", "fragment"),
        endpoint("https://0x7f.1/t", "must name a host"),
        endpoint("https://a.example:99999/t", "must name a host"),
        endpoint("https://a.example/" + "x".repeat(2_048), "at most 2048"),
        environment("'defaultClientId':'a/b'", "defaultClientId", "visible ASCII"),
        environment("'reuseGraceSeconds':-1", "reuseGraceSeconds", "between 0 and 300"),
        environment("'reuseGraceSeconds':301", "reuseGraceSeconds", "between 0 and 300"),
        environment("'timeoutMillis':99", "timeoutMillis", "between 100 and 60000"),
        environment(
            "'reuseGraceSeconds':4,'timeoutMillis':1001", "timeoutMillis", "between 100 and 1000"),
        environment("'timeoutMillis':'500'", "timeoutMillis", "a whole number"),
        environment("'maxConcurrent':0", "maxConcurrent", "between 1 and"),
        environment("'queue':-1", "queue", "between 1 and"),
        environment("'hourlyBudget':0", "hourlyBudget", "between 1 and"),
        environment("'rotating':'yes'", "rotating", "true or false"),
        environment("'rotating':1", "rotating", "true or false"),
        environment("'revocationStyle':'mine'", "revocationStyle", "must be rfc7009"),
        environment("'revocationEndpoint':'x'", "revocationEndpoint", "must be an https URL"),
        environment("'tokenType':''", "tokenType", "must be 1 to 32"),
        environment("'resource':'r'", "resource", "must be an array"),
        environment("'resource':[5]", "resource[0]", "must be a string"),
        environment("'baseUrl':'https://a.example'", "baseUrl", "goes with the grant static only"));
  }

  static Stream<Arguments> ofClientsAndAccounts() {
    return Stream.of(
        bad(CLIENT, "{'authMethod':'client_secret_post'}", "clientSecret", "is required"),
        bad(CLIENT, "{'clientSecret':'hunter2'}", "authMethod", "is required"),
        bad(
            CLIENT,
            "{'clientSecret':'hunter2','authMethod':'private_key_jwt'}",
            "clientSecret",
            "does not go with private_key_jwt"),
        bad(
            CLIENT,
            "{'clientSecret':'','authMethod':'client_secret_post'}",
            "clientSecret",
            "1 to 16384"),
        client(
            "'privateKeyJwk':{'d':'hunter2'}", "privateKeyJwk", "goes with private_key_jwt only"),
        client("'scope':'a  b'", "scope", "single spaces"),
        client("'scope':''", "scope", "single spaces"),
        client("'moneyScope':'true'", "moneyScope", "true or false"),
        client("'upstreamClientId':'\u00fc'", "upstreamClientId", "ASCII"),
        bad(ACCOUNT, "{'uid':'u'}", "uid", "is not a member"),
        bad(ACCOUNT, "", "body", "is required"),
        bad(MASTER_TOKEN, "{}", "masterToken", "is required"),
        bad(MASTER_TOKEN, "{'masterToken':''}", "masterToken", "1 to 16384"),
        bad(MASTER_TOKEN, "{'masterToken':null}", "masterToken", "must not be null"),
        bad(MASTER_TOKEN, "{'masterToken':{'is':'hunter2'}}", "masterToken", "must be a string"),
        bad(
            MASTER_TOKEN,
            "{'masterToken':'" + "hunter2".repeat(2_341) + "'}",
            "masterToken",
            "1 to 16384"),
        bad(MASTER_TOKEN, "{'masterToken':'hunter2','force':'yes'}", "force", "true or false"),
        bad(
            MASTER_TOKEN,
            "{'masterToken':'hunter2','expiresAt':'hunter2'}",
            "expiresAt",
            "must be a time like"));
  }

  private static Arguments endpoint(String url, String rule) {
    return bad(
        ENVIRONMENT, "{'grant':'x-token','tokenEndpoint':'" + url + "'}", "tokenEndpoint", rule);
  }

  private static Arguments environment(String member, String name, String rule) {
    return bad(ENVIRONMENT, "{" + GOOD + "," + member + "}", name, rule);
  }

  private static Arguments client(String member, String name, String rule) {
    return bad(CLIENT, "{" + CREDENTIAL + "," + member + "}", name, rule);
  }

  private static Arguments bad(String call, String body, String member, String rule) {
    return arguments(call, body.replace('\'', '"'), member, rule);
  }
}
