using Canonical.Model;

namespace Connectors.Abstractions.Tests;

public sealed class ConnectorTests
{
    [Fact]
    public void Capabilities_AreThoseOfTheRolesThatAreThere()
    {
        var both = new CustomerRoles();
        Connector connector = Connector.For("acme", "one").Add<Customer>("Account", both).Build();

        ObjectCapability capability = Assert.Single(connector.Capabilities);
        Assert.Equal("customer", capability.Contract.Name);
        Assert.Equal("Account", capability.VendorObject);
        Assert.Equal(ConnectorRoles.ReadAll | ConnectorRoles.Delete, capability.Roles);
        Assert.True(connector.TryGet(out ISource<Customer>? source));
        Assert.Same(both, source);
        Assert.True(connector.TryGet(out IDeleteSink<Customer>? delete, "Account"));
        Assert.Same(both, delete);
        Assert.False(connector.TryGet(out ISink<Customer>? none));
        Assert.Null(none);
        Assert.False(connector.TryGet(out source, "Lead"));
    }

    [Fact]
    public void Add_NoRoleOrOneTwice_Throws()
    {
        ConnectorBuilder builder = Connector.For("acme", "one");

        Assert.Throws<ArgumentException>(() => builder.Add<Project>("Job", new CustomerRoles()));
        Assert.Throws<ArgumentException>(() => builder.Add<Customer>("Account", new CustomerRoles(), new CustomerRoles()));
        builder.Add<Customer>("Person", new CustomerRoles());
        Assert.Throws<ArgumentException>(() => builder.Add<Customer>("Person", new CustomerRoles()));
    }

    [Fact]
    public void Build_LaterCallsOfTheBuilder_DoNotChangeIt()
    {
        ConnectorBuilder builder = Connector.For("acme", "one");
        Connector before = builder.Build();
        builder.Add<Customer>("Account", new CustomerRoles());

        Assert.Empty(before.Capabilities);
        Assert.False(before.TryGet<ISource<Customer>>(out _));
    }

    private sealed class CustomerRoles : ISource<Customer>, IDeleteSink<Customer>
    {
        public IAsyncEnumerable<Page<SourceItem<Customer>>> ReadAsync(string? continuation = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<WriteOutcome> DeleteAsync(string nativeId, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
