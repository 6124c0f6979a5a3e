namespace Canonical.Testing;

/// <summary>What kind of change a gap event stands for (Change Data Capture: Gap Events).</summary>
public enum SalesforceGapKind
{
    /// <summary>GAP_CREATE.</summary>
    Create,

    /// <summary>GAP_UPDATE.</summary>
    Update,

    /// <summary>GAP_DELETE.</summary>
    Delete,

    /// <summary>GAP_UNDELETE.</summary>
    Undelete,

    /// <summary>GAP_OVERFLOW: too much changed at once for events.</summary>
    Overflow,
}
