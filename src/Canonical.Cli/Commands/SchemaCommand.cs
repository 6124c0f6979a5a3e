using System.CommandLine;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Canonical.Cli;

internal static class SchemaCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand("schema", "Makes schemas from other sources.",
            "canonical schema from-type bin/Release/net10.0/Acme.Orders.dll Acme.Orders.Parcel > parcel.json");
        command.Add(CreateFromType(context));
        return command;
    }

    private static CliCommand CreateFromType(CliContext context)
    {
        var assembly = new Argument<string>("assembly") { Description = "The compiled assembly (.dll), with what it needs beside it." };
        var type = new Argument<string>("type") { Description = "The type: its full name, or its name where only one type has it." };
        var id = new Option<string?>("--id") { Description = "The id of the schema, such as https://schemas.acme.example/parcel/1.0.0.", HelpName = "uri" };
        var naming = new Option<string>("--naming") { Description = "How properties become members: camel, or asis for their own names. [JsonPropertyName] wins.", HelpName = "policy", DefaultValueFactory = _ => "camel" };
        naming.AcceptOnlyFromAmong("camel", "asis");
        var command = new CliCommand("from-type", "Writes the JSON Schema of a .NET type, as System.Text.Json serializes it: a start for teams whose code came first. It is no contract yet: numbers, names and rules of the profile are yours to mend. The code of the assembly is loaded, but not run beyond its attributes. Exit code 64: there is no such type, 65: the assembly cannot be loaded.",
            "canonical schema from-type bin/Release/net10.0/Acme.Orders.dll Acme.Orders.Parcel",
            "canonical schema from-type Acme.Orders.dll Parcel --id https://schemas.acme.example/parcel/1.0.0 > parcel.json")
        { assembly, type, id, naming };
        command.SetAction(parsed =>
        {
            var found = Find(Load(parsed.GetValue(assembly)!), parsed.GetValue(type)!);
            var options = new JsonSerializerOptions
            {
                PropertyNamingPolicy = parsed.GetValue(naming) == "camel" ? JsonNamingPolicy.CamelCase : null,
                RespectNullableAnnotations = true,
                RespectRequiredConstructorParameters = true,
                TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            };
            context.Out.Flush();
            using (var json = new Utf8JsonWriter(context.Output, JsonReport.Options)) Export(options, found, parsed.GetValue(id)).WriteTo(json);
            context.Out.WriteLine();
            return ExitCodes.Success;
        });
        return command;
    }

    private static Assembly Load(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full)) throw CliException.Unreadable($"{path} does not exist.");
        try
        {
            var loader = new AssemblyLoadContext("from-type");
            var resolver = new AssemblyDependencyResolver(full);
            loader.Resolving += (context, name) => resolver.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
            return loader.LoadFromAssemblyPath(full);
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException or InvalidOperationException)
        {
            throw CliException.Unreadable($"{path} is not an assembly that can be loaded here.");
        }
    }

    private static Type Find(Assembly assembly, string name)
    {
        try
        {
            if (assembly.GetType(name) is { } exact) return exact;
            var named = assembly.GetTypes().Where(t => t.Name == name).ToList();
            return named is [var only] ? only : throw CliException.Usage(named.Count == 0
                ? $"{assembly.GetName().Name} has no type {name}."
                : $"{assembly.GetName().Name} has several types {name}: {string.Join(", ", named.Select(t => t.FullName))}.");
        }
        catch (ReflectionTypeLoadException e)
        {
            throw CliException.Unreadable($"What {assembly.GetName().Name} needs is not beside it: {e.LoaderExceptions[0]?.Message}");
        }
    }

    private static JsonObject Export(JsonSerializerOptions options, Type type, string? id)
    {
        JsonNode schema;
        try
        {
            schema = options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe });
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException or FileNotFoundException or TypeLoadException)
        {
            throw CliException.Usage($"{type.FullName} has no schema: {e.Message}");
        }
        var result = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema" };
        if (id is not null) result["$id"] = id;
        result["title"] = type.Name;
        if (schema is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                members.Remove(name);
                result[name] = value;
            }
        }
        return result;
    }

    // [Description] is the framework's own place for what a member means.
    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        var provider = context.PropertyInfo?.AttributeProvider ?? context.TypeInfo.Type;
        if (schema is JsonObject members && provider.GetCustomAttributes(typeof(DescriptionAttribute), inherit: true) is [DescriptionAttribute description, ..]) members.Insert(0, "description", description.Description);
        return schema;
    }
}
