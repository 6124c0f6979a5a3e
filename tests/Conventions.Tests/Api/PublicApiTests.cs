using System.Reflection;

namespace Conventions.Tests;

/// <summary>The public surface of each package is a file that review can read. Run the tests with CANONICAL_UPDATE_API=1 to write the files anew.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Packages() => Repository.Packages();

    [Theory]
    [MemberData(nameof(Packages))]
    public void PublicApi_Rendered_EqualsTheTrackedFile(string package)
    {
        string path = Path.Combine(Repository.Root, "src", package, "PublicApi.txt");
        string actual = PublicApiRenderer.Render(Assembly.Load(package));
        if (Environment.GetEnvironmentVariable("CANONICAL_UPDATE_API") == "1")
            File.WriteAllText(path, actual);

        string tracked = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        string[] added = [.. actual.Split('\n').Except(tracked.Split('\n'))];
        string[] removed = [.. tracked.Split('\n').Except(actual.Split('\n'))];

        Assert.True(
            actual == tracked,
            $"The public surface of {package} changed. If that is meant, run the tests with CANONICAL_UPDATE_API=1 and commit src/{package}/PublicApi.txt.\n"
            + string.Join('\n', removed.Select(line => "- " + line).Concat(added.Select(line => "+ " + line))));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void PublicType_Namespace_IsThePackage(string package)
    {
        string[] wrong =
        [
            .. from type in Assembly.Load(package).GetExportedTypes()
               // Extensions of the service collection live where a host already looks for them.
               where type.Namespace != package && type.Namespace != "Microsoft.Extensions.DependencyInjection"
                   // Older majors of the objects stay beside the current ones (docs/decisions/0013).
                   && !(package == "Canonical.Model" && type.Namespace == "Canonical.Model.V1")
               select type.FullName!,
        ];

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void AsyncMethod_Public_TakesATokenLastWithDefault(string package)
    {
        string[] wrong =
        [
            .. from type in Assembly.Load(package).GetExportedTypes()
               where !typeof(Delegate).IsAssignableFrom(type)
               from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
               where IsAsync(method.ReturnType) && method.Name != nameof(IAsyncDisposable.DisposeAsync) && method.GetBaseDefinition() == method
               let last = method.GetParameters().LastOrDefault()
               where last?.ParameterType != typeof(CancellationToken) || !last.HasDefaultValue || last.Name != "cancellationToken"
               select $"{type.FullName}.{method.Name}",
        ];

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void PublicClass_NotStatic_IsSealedOrMeantToBeInherited(string package)
    {
        string[] wrong =
        [
            .. from type in Assembly.Load(package).GetExportedTypes()
               where type is { IsClass: true, IsSealed: false, IsAbstract: false } && !typeof(Exception).IsAssignableFrom(type)
               select type.FullName!,
        ];

        Assert.Empty(wrong);
    }

    private static bool IsAsync(Type type) =>
        typeof(Task).IsAssignableFrom(type)
        || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ValueTask<>) || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));
}
