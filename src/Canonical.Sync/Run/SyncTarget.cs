using Canonical.Model;

namespace Canonical.Sync;

/// <summary>The target of a run, taken apart for the crosswalk: <c>netsuite/1234567</c> is the system <c>netsuite</c> and the instance <c>1234567</c>.</summary>
internal sealed class SyncTarget
{
    public SyncTarget(string target)
    {
        int slash = target.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == target.Length - 1)
            throw new ArgumentException("The target of a sink has the form system/instance, for example netsuite/1234567.", nameof(target));
        Name = target;
        System = target[..slash];
        Instance = target[(slash + 1)..];
    }

    public string Name { get; }

    public string System { get; }

    public string Instance { get; }

    public EntityKey Native(string tenant, string objectType, string nativeId) => new(tenant, objectType, System, Instance, nativeId);

    public bool Holds(CrosswalkLink link, string objectType) =>
        link.Native.System == System && link.Native.Instance == Instance && link.Native.ObjectType == objectType;
}
