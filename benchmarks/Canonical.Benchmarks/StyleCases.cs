using System.Globalization;
using System.Text;

namespace Canonical.Benchmarks;

/// <summary>Schemas made by hand in the styles that schemas of the world have, each with documents of a fixed seed. Named after what they resemble; no text is taken from there.</summary>
internal static partial class StyleCases
{
    public static Case[] All() =>
    [
        Make("manifest (npm package.json style)", Manifest, r => ManifestDocument(r)),
        Make("compiler options (tsconfig style)", CompilerOptions, r => CompilerDocument(r)),
        Make("API description (OpenAPI style, recursion)", ApiDescription, r => ApiDocument(r)),
        Make("geometry (GeoJSON style, oneOf by const, recursion)", Geometry, r => GeometryDocument(r, 0), 20),
        Make("union of 24 resources (FHIR style)", Resources(), ResourceBundle),
        Make("event (CloudEvents style)", Event, EventDocument, 40),
        Make("deployment (Kubernetes style, int-or-string)", Deployment, DeploymentDocument, 10),
        Make("reference data (enums of 250 codes)", ReferenceData(), ReferenceDocument),
        Make("expression tree (anyOf without a mark)", Expression, r => ExpressionDocument(r, 4), 5),
        Make("inheritance (allOf, oneOf, unevaluatedProperties)", Inheritance, InheritanceDocument, 20),
        Make("patch operations (JSON Patch style, not)", Patch, PatchDocument, 5),
        Make("settings (nested maps, open objects)", Settings, SettingsDocument),
        Make("telemetry (tuples, numbers)", Telemetry, TelemetryDocument),
        Make("metaschema ($dynamicRef), validating these schemas", """{"$ref":"https://json-schema.org/draft/2020-12/schema"}""", [.. new[] { Manifest, ApiDescription, Deployment, Inheritance, Settings }.Select(static s => Encoding.UTF8.GetBytes(s))]),
        Make("mail log (strings, pattern alternatives, draft-07)", MailLog, MailLogDocument),
    ];

    private static Case Make(string name, string schema, Func<Random, string> document, int count = 3)
    {
        var random = new Random(20260921);
        return Make(name, schema, [.. Enumerable.Range(0, count).Select(_ => Encoding.UTF8.GetBytes(document(random)))]);
    }

    private static Case Make(string name, string schema, byte[][] documents) => new(name, Encoding.UTF8.GetBytes(schema), documents);

    private static string Join(int count, Func<int, string> item) => string.Join(',', Enumerable.Range(0, count).Select(item));

    private static string Word(Random r) => Words[r.Next(Words.Length)];

    private static readonly string[] Words = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "kilo", "lima"];

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private const string Manifest = """
        {"$schema":"http://json-schema.org/draft-07/schema#","type":"object","required":["name","version"],
         "definitions":{"person":{"type":["object","string"],"required":["name"],"properties":{"name":{"type":"string"},"url":{"type":"string","format":"uri"},"email":{"type":"string","format":"email"}}},
          "dependency":{"type":"object","additionalProperties":{"type":"string"}}},
         "patternProperties":{"^_":true},
         "properties":{"name":{"type":"string","maxLength":214,"minLength":1,"pattern":"^(?:@[a-z0-9-*~][a-z0-9-*._~]*/)?[a-z0-9-~][a-z0-9-._~]*$"},"version":{"type":"string"},"description":{"type":"string"},
          "keywords":{"type":"array","items":{"type":"string"}},"homepage":{"type":"string"},
          "bugs":{"type":["object","string"],"properties":{"url":{"type":"string","format":"uri"},"email":{"type":"string","format":"email"}}},
          "license":{"anyOf":[{"type":"string"},{"enum":["MIT","ISC","Apache-2.0"]}]},"author":{"$ref":"#/definitions/person"},"contributors":{"type":"array","items":{"$ref":"#/definitions/person"}},
          "files":{"type":"array","items":{"type":"string"}},"main":{"type":"string"},
          "exports":{"oneOf":[{"type":"string"},{"type":"object","patternProperties":{"^\\.":{"anyOf":[{"type":"string"},{"type":"object","additionalProperties":{"type":["string","null"]}}]}},"additionalProperties":false}]},
          "scripts":{"type":"object","properties":{"test":{"type":"string"},"build":{"type":"string"}},"additionalProperties":{"type":"string"}},
          "dependencies":{"$ref":"#/definitions/dependency"},"devDependencies":{"$ref":"#/definitions/dependency"},"engines":{"type":"object","additionalProperties":{"type":"string"}},
          "private":{"type":"boolean"},"workspaces":{"anyOf":[{"type":"array","items":{"type":"string"}},{"type":"object","properties":{"packages":{"type":"array","items":{"type":"string"}}}}]}}}
        """;

    private static string ManifestDocument(Random r) => F($$"""
        {
          "name": "@{{Word(r)}}/{{Word(r)}}-tools",
          "version": "{{r.Next(9)}}.{{r.Next(20)}}.{{r.Next(9)}}",
          "description": "Tools that {{Word(r)}} uses for {{Word(r)}}",
          "keywords": ["{{Word(r)}}", "{{Word(r)}}", "{{Word(r)}}"],
          "license": "MIT",
          "author": { "name": "A. {{Word(r)}}", "email": "{{Word(r)}}@example.org", "url": "https://example.org/{{Word(r)}}" },
          "contributors": [{{Join(6, _ => $"\"{Word(r)} <{Word(r)}@example.org>\"")}}],
          "main": "./lib/index.js",
          "exports": { ".": { "import": "./lib/index.mjs", "require": "./lib/index.cjs" }, "./package.json": "./package.json" },
          "scripts": { {{Join(12, i => $"\"{Word(r)}:{i}\": \"node ./scripts/{Word(r)}.js --level {i}\"")}} },
          "dependencies": { {{Join(40, i => $"\"{Word(r)}-{Word(r)}-{i}\": \"^{i}.{r.Next(20)}.0\"")}} },
          "devDependencies": { {{Join(30, i => $"\"@{Word(r)}/{Word(r)}-{i}\": \"~{i}.{r.Next(20)}.{r.Next(9)}\"")}} },
          "engines": { "node": ">=20" },
          "private": false
        }
        """);

    private const string CompilerOptions = """
        {"$schema":"http://json-schema.org/draft-07/schema#","type":"object","allOf":[{"$ref":"#/definitions/options"},{"$ref":"#/definitions/files"}],
         "definitions":{
          "files":{"properties":{"files":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"include":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"references":{"type":"array","items":{"type":"object","required":["path"],"properties":{"path":{"type":"string"}}}}}},
          "options":{"properties":{"compilerOptions":{"type":"object","properties":{
           "target":{"type":"string","anyOf":[{"enum":["es5","es6","es2015","es2020","esnext"]},{"pattern":"^([eE][sS]([356]|(20(1[56789]|2[012]))|[nN][eE][xX][tT]))$"}]},
           "module":{"enum":["commonjs","amd","umd","es2015","esnext","nodenext"]},"lib":{"type":"array","uniqueItems":true,"items":{"anyOf":[{"enum":["dom","es5","es2015","webworker"]},{"pattern":"^[Ee][Ss]20[12][0-9](\\.[a-z]+)?$"}]}},
           "strict":{"type":"boolean"},"noEmit":{"type":"boolean"},"sourceMap":{"type":"boolean"},"declaration":{"type":"boolean"},"outDir":{"type":"string"},"rootDir":{"type":"string"},"baseUrl":{"type":"string"},
           "paths":{"type":"object","additionalProperties":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},
           "plugins":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}}}},"jsx":{"enum":["preserve","react","react-jsx"]},"skipLibCheck":{"type":"boolean"},"types":{"type":"array","items":{"type":"string"}}}}}}}}
        """;

    private static string CompilerDocument(Random r) => F($$"""
        {"compilerOptions":{"target":"es2020","module":"nodenext","lib":["dom","ES2020.promise","ES2019.array"],"strict":true,"noEmit":{{(r.Next(2) == 0 ? "true" : "false")}},"sourceMap":true,"declaration":true,
        "outDir":"./dist/{{Word(r)}}","rootDir":"./src","baseUrl":".","paths":{ {{Join(30, i => $"\"@{Word(r)}{i}/*\":[\"packages/{Word(r)}{i}/src/*\",\"packages/{Word(r)}{i}/types/*\"]")}} },"jsx":"react-jsx","skipLibCheck":true,"types":["node","{{Word(r)}}"]},
        "include":[{{Join(20, i => $"\"packages/{Word(r)}/{i}/**/*.ts\"")}}],"references":[{{Join(20, i => $"{{\"path\":\"../packages/{Word(r)}{i}\"}}")}}]}
        """);

    private const string ApiDescription = """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","required":["openapi","info","paths"],
         "properties":{"openapi":{"type":"string","pattern":"^3\\.1\\.\\d+(-.+)?$"},"info":{"$ref":"#/$defs/info"},"paths":{"$ref":"#/$defs/paths"},"components":{"$ref":"#/$defs/components"},"tags":{"type":"array","items":{"$ref":"#/$defs/tag"}}},
         "$ref":"#/$defs/specification-extensions","unevaluatedProperties":false,
         "$defs":{
          "specification-extensions":{"patternProperties":{"^x-":true}},
          "info":{"type":"object","required":["title","version"],"properties":{"title":{"type":"string"},"version":{"type":"string"},"description":{"type":"string"}},"$ref":"#/$defs/specification-extensions","unevaluatedProperties":false},
          "tag":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"description":{"type":"string"}},"$ref":"#/$defs/specification-extensions","unevaluatedProperties":false},
          "paths":{"type":"object","patternProperties":{"^/":{"$ref":"#/$defs/path-item"}},"$ref":"#/$defs/specification-extensions","unevaluatedProperties":false},
          "path-item":{"type":"object","properties":{"summary":{"type":"string"},"parameters":{"type":"array","items":{"$ref":"#/$defs/parameter"}},"get":{"$ref":"#/$defs/operation"},"put":{"$ref":"#/$defs/operation"},"post":{"$ref":"#/$defs/operation"},"delete":{"$ref":"#/$defs/operation"}},"$ref":"#/$defs/specification-extensions","unevaluatedProperties":false},
          "operation":{"type":"object","properties":{"tags":{"type":"array","items":{"type":"string"}},"summary":{"type":"string"},"operationId":{"type":"string"},"parameters":{"type":"array","items":{"$ref":"#/$defs/parameter"}},"responses":{"$ref":"#/$defs/responses"},"deprecated":{"type":"boolean","default":false}},"$ref":"#/$defs/specification-extensions","unevaluatedProperties":false},
          "parameter":{"type":"object","required":["name","in"],"properties":{"name":{"type":"string"},"in":{"enum":["query","header","path","cookie"]},"required":{"type":"boolean","default":false},"schema":{"$ref":"#/$defs/schema"}},"if":{"properties":{"in":{"const":"path"}},"required":["in"]},"then":{"required":["required"]},"$ref":"#/$defs/specification-extensions","unevaluatedProperties":false},
          "responses":{"type":"object","properties":{"default":{"$ref":"#/$defs/response"}},"patternProperties":{"^[1-5](?:[0-9]{2}|XX)$":{"$ref":"#/$defs/response"}},"minProperties":1,"$ref":"#/$defs/specification-extensions","unevaluatedProperties":false},
          "response":{"type":"object","required":["description"],"properties":{"description":{"type":"string"},"content":{"type":"object","additionalProperties":{"type":"object","properties":{"schema":{"$ref":"#/$defs/schema"}}}}},"$ref":"#/$defs/specification-extensions","unevaluatedProperties":false},
          "components":{"type":"object","properties":{"schemas":{"type":"object","additionalProperties":{"$ref":"#/$defs/schema"}}},"$ref":"#/$defs/specification-extensions","unevaluatedProperties":false},
          "schema":{"type":["object","boolean"],"properties":{"type":{"type":"string"},"format":{"type":"string"},"$ref":{"type":"string","format":"uri-reference"},"items":{"$ref":"#/$defs/schema"},"properties":{"type":"object","additionalProperties":{"$ref":"#/$defs/schema"}},"required":{"type":"array","items":{"type":"string"},"uniqueItems":true},"allOf":{"type":"array","items":{"$ref":"#/$defs/schema"}},"minimum":{"type":"number"},"maxLength":{"type":"integer","minimum":0}}}}}
        """;

    private static string ApiDocument(Random r) => F($$"""
        {"openapi":"3.1.0","info":{"title":"{{Word(r)}} API","version":"1.0.0","x-team":"{{Word(r)}}"},"paths":{ {{Join(15, i => F($$"""
        "/{{Word(r)}}{{i}}/{id}":{"summary":"{{Word(r)}}","parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string","format":"uuid"} }],"get":{"tags":["{{Word(r)}}"],"summary":"Read","operationId":"read{{i}}","parameters":[{"name":"limit","in":"query","schema":{"type":"integer","minimum":1} }],"responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"$ref":"#/components/schemas/{{Word(r)}}"} } } },"404":{"description":"Not found"},"default":{"description":"Error"} } },"delete":{"operationId":"delete{{i}}","responses":{"204":{"description":"Gone"} },"deprecated":false} }
        """))}} },"components":{"schemas":{ {{Join(20, i => F($$"""
        "{{Word(r)}}{{i}}":{"type":"object","required":["id","name"],"properties":{"id":{"type":"string","format":"uuid"},"name":{"type":"string","maxLength":100},"items":{"type":"array","items":{"type":"object","properties":{"{{Word(r)}}":{"type":"number","minimum":0} } } },"ref":{"$ref":"#/components/schemas/{{Word(r)}}0"} },"allOf":[{"$ref":"#/components/schemas/{{Word(r)}}1"}]}
        """))}} } } }
        """);

    private const string Geometry = """
        {"$schema":"http://json-schema.org/draft-07/schema#","oneOf":[{"$ref":"#/definitions/feature"},{"$ref":"#/definitions/collection"}],
         "definitions":{"position":{"type":"array","minItems":2,"items":{"type":"number"}},
          "geometry":{"oneOf":[
           {"type":"object","required":["type","coordinates"],"properties":{"type":{"type":"string","enum":["Point"]},"coordinates":{"$ref":"#/definitions/position"}}},
           {"type":"object","required":["type","coordinates"],"properties":{"type":{"type":"string","enum":["LineString"]},"coordinates":{"type":"array","minItems":2,"items":{"$ref":"#/definitions/position"}}}},
           {"type":"object","required":["type","coordinates"],"properties":{"type":{"type":"string","enum":["Polygon"]},"coordinates":{"type":"array","items":{"type":"array","minItems":4,"items":{"$ref":"#/definitions/position"}}}}},
           {"type":"object","required":["type","geometries"],"properties":{"type":{"type":"string","enum":["GeometryCollection"]},"geometries":{"type":"array","items":{"$ref":"#/definitions/geometry"}}}}]},
          "feature":{"type":"object","required":["type","properties","geometry"],"properties":{"type":{"type":"string","enum":["Feature"]},"id":{"oneOf":[{"type":"number"},{"type":"string"}]},"properties":{"oneOf":[{"type":"null"},{"type":"object"}]},"geometry":{"oneOf":[{"type":"null"},{"$ref":"#/definitions/geometry"}]}}},
          "collection":{"type":"object","required":["type","features"],"properties":{"type":{"type":"string","enum":["FeatureCollection"]},"features":{"type":"array","items":{"$ref":"#/definitions/feature"}}}}}}
        """;

    private static string Position(Random r) => F($"[{r.NextDouble() * 360 - 180:0.000000},{r.NextDouble() * 180 - 90:0.000000}]");

    private static string GeometryDocument(Random r, int depth) => F($$"""{"type":"FeatureCollection","features":[{{Join(8, i => F($$"""{"type":"Feature","id":{{i}},"properties":{"name":"{{Word(r)}}","population":{{r.Next(1000000)}} },"geometry":{{GeometryOf(r, depth)}}}"""))}}]}""");

    private static string GeometryOf(Random r, int depth) => r.Next(depth < 2 ? 4 : 3) switch
    {
        0 => F($$"""{"type":"Point","coordinates":{{Position(r)}}}"""),
        1 => F($$"""{"type":"LineString","coordinates":[{{Join(12, _ => Position(r))}}]}"""),
        2 => F($$"""{"type":"Polygon","coordinates":[[{{Join(16, _ => Position(r))}}]]}"""),
        _ => F($$"""{"type":"GeometryCollection","geometries":[{{Join(2, _ => GeometryOf(r, depth + 1))}}]}"""),
    };
}
