namespace Canonical.Benchmarks;

internal static partial class StyleCases
{
    private static string Resources()
    {
        string Resource(int i) => F($$"""
            "r{{i}}":{"type":"object","properties":{"resourceType":{"const":"Resource{{i}}"},"id":{"type":"string","pattern":"^[A-Za-z0-9\\-\\.]{1,64}$"},"meta":{"$ref":"#/$defs/meta"},"status":{"enum":["active","draft","retired"]},"subject":{"$ref":"#/$defs/reference"},"code":{"$ref":"#/$defs/concept"},"value{{i}}":{"type":"number"},"note":{"type":"array","items":{"type":"object","properties":{"text":{"type":"string"},"time":{"type":"string","format":"date-time"} },"additionalProperties":false} },"contained":{"type":"array","items":{"$ref":"#/$defs/any"} } },"required":["resourceType","id"],"additionalProperties":false}
            """);
        return F($$"""
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"resourceType":{"const":"Bundle"},"entry":{"type":"array","items":{"type":"object","properties":{"fullUrl":{"type":"string","format":"uri"},"resource":{"$ref":"#/$defs/any"} },"additionalProperties":false} } },"required":["resourceType"],"additionalProperties":false,
             "$defs":{"any":{"oneOf":[{{Join(24, i => F($"{{\"$ref\":\"#/$defs/r{i}\"}}"))}}]},"meta":{"type":"object","properties":{"versionId":{"type":"string"},"lastUpdated":{"type":"string","format":"date-time"},"tag":{"type":"array","items":{"$ref":"#/$defs/coding"} } },"additionalProperties":false},
             "coding":{"type":"object","properties":{"system":{"type":"string","format":"uri"},"code":{"type":"string"},"display":{"type":"string"} },"additionalProperties":false},
             "concept":{"type":"object","properties":{"coding":{"type":"array","items":{"$ref":"#/$defs/coding"} },"text":{"type":"string"} },"additionalProperties":false},
             "reference":{"type":"object","properties":{"reference":{"type":"string"},"display":{"type":"string"} },"additionalProperties":false},{{Join(24, Resource)}} } }
            """);
    }

    private static string ResourceBundle(Random r)
    {
        string Coding() => F($$"""{"system":"http://codes.example.org/{{Word(r)}}","code":"{{r.Next(100000)}}","display":"{{Word(r)}} {{Word(r)}}"}""");
        string Resource(int depth)
        {
            var i = r.Next(24);
            return F($$"""{"resourceType":"Resource{{i}}","id":"{{Word(r)}}-{{r.Next(10000)}}","meta":{"versionId":"{{r.Next(9)}}","lastUpdated":"2026-0{{1 + r.Next(9)}}-11T08:30:00Z","tag":[{{Coding()}}]},"status":"active","subject":{"reference":"Person/{{r.Next(1000)}}"},"code":{"coding":[{{Coding()}},{{Coding()}}],"text":"{{Word(r)}}"},"value{{i}}":{{r.Next(1000)}}.5,"note":[{"text":"Seen by {{Word(r)}}","time":"2026-03-01T10:00:00+01:00"}]{{(depth < 1 ? F($",\"contained\":[{Resource(depth + 1)}]") : "")}}}""");
        }
        return F($$"""{"resourceType":"Bundle","entry":[{{Join(20, i => F($$"""{"fullUrl":"https://example.org/r/{{i}}","resource":{{Resource(0)}}}"""))}}]}""");
    }

    private const string Event = """
        {"$schema":"http://json-schema.org/draft-07/schema#","type":"object","required":["id","source","specversion","type"],
         "properties":{"id":{"$ref":"#/definitions/text"},"source":{"type":"string","format":"uri-reference","minLength":1},"specversion":{"$ref":"#/definitions/text"},"type":{"$ref":"#/definitions/text"},"datacontenttype":{"type":["string","null"],"minLength":1},"dataschema":{"type":["string","null"],"format":"uri","minLength":1},"subject":{"type":["string","null"],"minLength":1},"time":{"type":["string","null"],"format":"date-time","minLength":1},"data":{"type":["object","string","number","array","boolean","null"]},"data_base64":{"type":["string","null"],"contentEncoding":"base64"}},
         "definitions":{"text":{"type":"string","minLength":1}}}
        """;

    private static string EventDocument(Random r) => F($$"""{"specversion":"1.0","id":"{{r.Next()}}","source":"/systems/{{Word(r)}}","type":"org.example.{{Word(r)}}.changed","subject":"{{Word(r)}}/{{r.Next(1000)}}","time":"2026-05-0{{1 + r.Next(9)}}T12:00:00.123Z","datacontenttype":"application/json","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","data":{"amount":{{r.Next(1000)}}.25,"lines":[{{Join(4, i => F($$"""{"no":{{i}},"text":"{{Word(r)}} {{Word(r)}}","open":true}"""))}}],"owner":{"name":"{{Word(r)}}","mail":null} } }""");

    private const string Deployment = """
        {"$schema":"http://json-schema.org/draft-07/schema#","type":"object","required":["apiVersion","kind","metadata","spec"],
         "properties":{"apiVersion":{"type":["string","null"],"enum":["apps/v1"]},"kind":{"type":["string","null"],"enum":["Deployment"]},"metadata":{"$ref":"#/definitions/meta"},"spec":{"type":["object","null"],"required":["selector","template"],"properties":{"replicas":{"type":["integer","null"],"format":"int32"},"selector":{"type":"object","properties":{"matchLabels":{"$ref":"#/definitions/labels"}}},"template":{"type":"object","properties":{"metadata":{"$ref":"#/definitions/meta"},"spec":{"$ref":"#/definitions/pod"}}}}}},
         "definitions":{"labels":{"type":["object","null"],"additionalProperties":{"type":["string","null"]}},"quantity":{"oneOf":[{"type":["string","null"]},{"type":["number","null"]}]},"intOrString":{"oneOf":[{"type":"string"},{"type":"integer"}]},
          "meta":{"type":["object","null"],"properties":{"name":{"type":["string","null"]},"namespace":{"type":["string","null"]},"labels":{"$ref":"#/definitions/labels"},"annotations":{"$ref":"#/definitions/labels"},"creationTimestamp":{"type":["string","null"],"format":"date-time"}}},
          "pod":{"type":"object","required":["containers"],"properties":{"containers":{"type":"array","items":{"$ref":"#/definitions/container"}},"volumes":{"type":["array","null"],"items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"configMap":{"type":"object","properties":{"name":{"type":"string"}}},"emptyDir":{"type":"object"}}}}}},
          "container":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"image":{"type":["string","null"]},"args":{"type":["array","null"],"items":{"type":["string","null"]}},"env":{"type":["array","null"],"items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"value":{"type":["string","null"]},"valueFrom":{"type":"object"}}}},"ports":{"type":["array","null"],"items":{"type":"object","required":["containerPort"],"properties":{"name":{"type":"string"},"containerPort":{"type":"integer"},"protocol":{"type":["string","null"]}}}},
           "livenessProbe":{"$ref":"#/definitions/probe"},"readinessProbe":{"$ref":"#/definitions/probe"},"resources":{"type":"object","properties":{"limits":{"type":"object","additionalProperties":{"$ref":"#/definitions/quantity"}},"requests":{"type":"object","additionalProperties":{"$ref":"#/definitions/quantity"}}}}}},
          "probe":{"type":"object","properties":{"httpGet":{"type":"object","required":["port"],"properties":{"path":{"type":"string"},"port":{"$ref":"#/definitions/intOrString"}}},"initialDelaySeconds":{"type":"integer"},"periodSeconds":{"type":"integer"}}}}}
        """;

    private static string DeploymentDocument(Random r) => F($$$"""
        {
          "apiVersion": "apps/v1",
          "kind": "Deployment",
          "metadata": { "name": "{{{Word(r)}}}", "namespace": "{{{Word(r)}}}", "labels": { "app": "{{{Word(r)}}}", "tier": "backend" }, "annotations": { "example.org/owner": "{{{Word(r)}}}" } },
          "spec": {
            "replicas": 3,
            "selector": { "matchLabels": { "app": "{{{Word(r)}}}" } },
            "template": {
              "metadata": { "labels": { "app": "{{{Word(r)}}}" } },
              "spec": {
                "containers": [
                  {{{Join(3, i => F($$"""
                  {
                    "name": "{{Word(r)}}-{{i}}",
                    "image": "registry.example.org/{{Word(r)}}:1.{{r.Next(30)}}",
                    "args": ["--port", "8080", "--name={{Word(r)}}"],
                    "env": [{{Join(8, n => F($"{{ \"name\": \"VARIABLE_{n}\", \"value\": \"{Word(r)}\" }}"))}}],
                    "ports": [{ "name": "http", "containerPort": 8080, "protocol": "TCP" }],
                    "livenessProbe": { "httpGet": { "path": "/health", "port": 8080 }, "initialDelaySeconds": 5 },
                    "readinessProbe": { "httpGet": { "path": "/ready", "port": "http" }, "periodSeconds": 10 },
                    "resources": { "limits": { "cpu": 2, "memory": "512Mi" }, "requests": { "cpu": "250m", "memory": "256Mi" } }
                  }
                  """))}}}
                ],
                "volumes": [{ "name": "config", "configMap": { "name": "{{{Word(r)}}}" } }, { "name": "tmp", "emptyDir": {} }]
              }
            }
          }
        }
        """);

    private static string Code(int i) => $"{(char)('A' + i / 100)}{(char)('A' + i / 10 % 10)}{(char)('A' + i % 10)}";

    private static string ReferenceData() => F($$"""
        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"array","items":{"type":"object","properties":{"country":{"$ref":"#/$defs/country"},"currency":{"$ref":"#/$defs/currency"},"languages":{"type":"array","items":{"$ref":"#/$defs/country"},"uniqueItems":true},"region":{"enum":["africa","americas","asia","europe","oceania"]} },"required":["country","currency"],"additionalProperties":false},
         "$defs":{"country":{"enum":[{{Join(250, i => $"\"{Code(i)}\"")}}]},"currency":{"enum":[{{Join(180, i => $"\"{Code(i * 3 % 500)}\"")}}]} } }
        """);

    private static string ReferenceDocument(Random r) => "[" + Join(120, _ => F($$"""{"country":"{{Code(r.Next(250))}}","currency":"{{Code(r.Next(160) * 3)}}","languages":["{{Code(r.Next(80))}}","{{Code(80 + r.Next(80))}}","{{Code(160 + r.Next(80))}}"],"region":"europe"}""")) + "]";

    private const string Expression = """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"#/$defs/expr",
         "$defs":{"expr":{"anyOf":[{"type":["string","number","boolean","null"]},
          {"type":"object","properties":{"and":{"type":"array","items":{"$ref":"#/$defs/expr"},"minItems":1}},"required":["and"],"additionalProperties":false},
          {"type":"object","properties":{"or":{"type":"array","items":{"$ref":"#/$defs/expr"},"minItems":1}},"required":["or"],"additionalProperties":false},
          {"type":"object","properties":{"not":{"$ref":"#/$defs/expr"}},"required":["not"],"additionalProperties":false},
          {"type":"object","properties":{"field":{"type":"string"},"op":{"enum":["=","<",">","in"]},"value":{"type":["string","number","array","boolean"]}},"required":["field","op","value"],"additionalProperties":false},
          {"type":"object","properties":{"call":{"type":"string"},"args":{"type":"array","items":{"$ref":"#/$defs/expr"}}},"required":["call"],"additionalProperties":false}]}}}
        """;

    private static string ExpressionDocument(Random r, int depth) => (depth == 0 ? 3 + r.Next(2) : r.Next(5)) switch
    {
        0 => F($"{{\"and\":[{Join(3, _ => ExpressionDocument(r, depth - 1))}]}}"),
        1 => F($"{{\"or\":[{Join(3, _ => ExpressionDocument(r, depth - 1))}]}}"),
        2 => F($"{{\"call\":\"{Word(r)}\",\"args\":[{Join(3, _ => ExpressionDocument(r, depth - 1))}]}}"),
        3 => F($"{{\"field\":\"{Word(r)}\",\"op\":\"=\",\"value\":{r.Next(100)}}}"),
        _ => F($"{{\"not\":{{\"field\":\"{Word(r)}\",\"op\":\"in\",\"value\":[1,2,3]}}}}"),
    };

    private const string Inheritance = """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","allOf":[{"$ref":"#/$defs/base"}],
         "oneOf":[{"$ref":"#/$defs/company"},{"$ref":"#/$defs/person"}],"unevaluatedProperties":false,
         "$defs":{"base":{"type":"object","required":["id","kind"],"properties":{"id":{"format":"uuid"},"kind":{"type":"string"},"address":{"$ref":"#/$defs/address"},"tags":{"type":"array","items":{"type":"string"}}}},
          "address":{"type":"object","properties":{"line1":{"type":"string","maxLength":100},"city":{"type":"string"},"country":{"pattern":"^[A-Z]{2}$"}},"required":["city"],"additionalProperties":false},
          "company":{"properties":{"kind":{"const":"company"},"legalName":{"type":"string"},"vat":{"type":"string"}},"required":["kind","legalName"]},
          "person":{"properties":{"kind":{"const":"person"},"givenName":{"type":"string"},"familyName":{"type":"string"},"born":{"format":"date"}},"required":["kind","familyName"]}}}
        """;

    private static string InheritanceDocument(Random r) => r.Next(2) == 0
        ? F($$"""{"id":"2eb8aa08-aa98-41ea-b4aa-73b441d1{{r.Next(1000, 9999)}}","kind":"company","legalName":"{{Word(r)}} Ltd","vat":"GB{{r.Next(100000)}}","address":{"line1":"{{r.Next(99)}} {{Word(r)}} Road","city":"{{Word(r)}}","country":"GB"},"tags":["{{Word(r)}}"]}""")
        : F($$"""{"id":"2eb8aa08-aa98-41ea-b4aa-73b441d1{{r.Next(1000, 9999)}}","kind":"person","givenName":"{{Word(r)}}","familyName":"{{Word(r)}}","born":"19{{r.Next(50, 99)}}-04-12","address":{"city":"{{Word(r)}}"} }""");

    private const string Patch = """
        {"$schema":"http://json-schema.org/draft-07/schema#","type":"array","items":{"oneOf":[
          {"required":["value"],"properties":{"op":{"enum":["add","replace","test"]}},"allOf":[{"$ref":"#/definitions/path"}],"additionalProperties":true},
          {"properties":{"op":{"enum":["remove"]}},"allOf":[{"$ref":"#/definitions/path"}],"not":{"required":["value"]}},
          {"required":["from"],"properties":{"op":{"enum":["move","copy"]},"from":{"type":"string","pattern":"^(/[^/~]*(~[01][^/~]*)*)*$"}},"allOf":[{"$ref":"#/definitions/path"}]}]},
         "definitions":{"path":{"type":"object","required":["op","path"],"properties":{"path":{"type":"string","pattern":"^(/[^/~]*(~[01][^/~]*)*)*$"}}}}}
        """;

    private static string PatchDocument(Random r) => "[" + Join(60, i => r.Next(3) switch
    {
        0 => F($$"""{"op":"add","path":"/{{Word(r)}}/{{i}}","value":{"name":"{{Word(r)}}","n":{{i}} } }"""),
        1 => F($$"""{"op":"remove","path":"/{{Word(r)}}/{{i}}"}"""),
        _ => F($$"""{"op":"move","from":"/{{Word(r)}}/{{i}}","path":"/{{Word(r)}}/~1{{i}}"}"""),
    }) + "]";

    private const string Settings = """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"environments":{"type":"object","propertyNames":{"pattern":"^[a-z][a-z0-9-]*$"},"additionalProperties":{"type":"object","properties":{"variables":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}},"features":{"type":"object","additionalProperties":{"type":"boolean"}},"limits":{"type":"object","additionalProperties":{"type":"integer","minimum":0}}}}}},"additionalProperties":true}
        """;

    private static string SettingsDocument(Random r) => F($$"""
        {"version":3,"environments":{ {{Join(10, i => F($$"""
        "{{Word(r)}}-{{i}}":{"variables":{ {{Join(15, n => $"\"{Word(r)}_{n}\":\"{Word(r)}\"")}} },"features":{ {{Join(10, n => $"\"{Word(r)}.{n}\":true")}} },"limits":{ {{Join(8, n => $"\"{Word(r)}-{n}\":{r.Next(10000)}")}} },"note":{"by":"{{Word(r)}}","lines":["{{Word(r)}}","{{Word(r)}}"]} }
        """))}} },"extra":{"list":[1,2,3,{"deep":{"er":[true,false,null]} }]} }
        """);

    private const string Telemetry = """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"device":{"type":"string"},"samples":{"type":"array","items":{"type":"array","prefixItems":[{"type":"integer","minimum":0},{"type":"number","minimum":-50,"maximum":150},{"type":"number","exclusiveMinimum":0},{"enum":["ok","low","high"]}],"items":false,"minItems":3}}},"required":["device","samples"]}
        """;

    private static string TelemetryDocument(Random r) => F($$"""{"device":"{{Word(r)}}","samples":[{{Join(300, i => F($"[{1700000000 + i},{r.NextDouble() * 100:0.000},{r.NextDouble() * 10 + 0.1:0.0},\"ok\"]"))}}]}""");

    private const string MailLog = """
        {"$schema":"http://json-schema.org/draft-07/schema#","type":"array","items":{"type":"object","properties":{"from":{"type":"string","format":"email"},"to":{"type":"array","items":{"type":"string","format":"email"},"minItems":1},"host":{"type":"string","format":"hostname"},"ip":{"anyOf":[{"type":"string","format":"ipv4"},{"type":"string","format":"ipv6"}]},"status":{"type":"string","pattern":"^(sent|bounced|deferred)( [0-9]{3})?$"},"link":{"type":"string","format":"uri"},"at":{"type":"string","format":"date-time"},"subject":{"type":"string","maxLength":200}},"required":["from","to","at"],"dependencies":{"ip":["host"]},"additionalProperties":false}}
        """;

    private static string MailLogDocument(Random r) => "[" + Join(40, i => F($$"""{"from":"{{Word(r)}}.{{Word(r)}}@example.org","to":["{{Word(r)}}@example.com","{{Word(r)}}{{i}}@mail.example.net"],"host":"mx{{i}}.example.org","ip":"{{(r.Next(2) == 0 ? $"10.0.{i}.{r.Next(255)}" : $"2001:db8::{i}:{r.Next(99)}")}}","status":"sent 250","link":"https://example.org/m/{{r.Next()}}?x={{i}}","at":"2026-02-0{{1 + r.Next(9)}}T0{{r.Next(9)}}:15:00Z","subject":"Über {{Word(r)}} and {{Word(r)}}, {{i}} items"}""")) + "]";
}
