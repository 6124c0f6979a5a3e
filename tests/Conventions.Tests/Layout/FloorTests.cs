namespace Conventions.Tests;

/// <summary>Arrows run down only: a package never references one above it or beside it.</summary>
public sealed class FloorTests
{
    public static TheoryData<string> Packages() => Repository.Packages();

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_References_OnlyLowerFloors(string package)
    {
        Assert.True(Repository.Floors.TryGetValue(package, out int floor), $"{package} has no floor: add it to the design and to Repository.Floors.");

        string[] wrong = [.. Repository.References(package).Where(reference => !Repository.Floors.TryGetValue(reference, out int below) || below >= floor)];

        Assert.True(wrong.Length == 0, $"{package} (floor {floor}) references {string.Join(", ", wrong)}, which is not below it.");
    }

    [Fact]
    public void Schema_NoDependency_NoPackageAndNoProject()
    {
        string project = File.ReadAllText(Repository.ProjectFile("Canonical.Schema"));

        Assert.DoesNotContain("<PackageReference", project, StringComparison.Ordinal);
        Assert.DoesNotContain("<ProjectReference", project, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connectors.Salesforce")]
    [InlineData("Connectors.NetSuite")]
    [InlineData("Connectors.Workday")]
    [InlineData("Connectors.Kantata")]
    public void Connector_References_AbstractionsAlone(string package) =>
        Assert.Equal(["Connectors.Abstractions"], Repository.References(package));

    [Fact]
    public void Sync_KnowsNoVendor_AbstractionsAlone() =>
        Assert.Equal(["Connectors.Abstractions"], Repository.References("Canonical.Sync"));
}
