namespace Guides.Tests;

// Names and types are those that the guides use for what their reader has: the blocks read like a host's own code.
#pragma warning disable IDE1006, CA1823, CA1852, CA1822, CS0169, CS0414, CS0649 // see above: stand-ins are never used but by the compiler

/// <summary>What the blocks of every guide take for granted. Nothing of it is ever run.</summary>
internal abstract class StandIns
{
    protected static readonly IServiceCollection services = null!;
    protected static readonly IServiceProvider provider = null!;
    protected static readonly IConfiguration configuration = null!;
    protected static readonly CancellationToken cancellationToken;
    protected static readonly TimeProvider timeProvider = null!;
    protected static readonly IReferenceResolver resolver = null!;
    protected static readonly IReferenceResolver references = null!;
    protected static readonly MappingContext context = null!;
    protected static readonly byte[] utf8 = null!;
    protected static readonly byte[] utf8Json = null!;
    protected static readonly Stream stream = null!;
    protected static readonly Utf8JsonWriter utf8JsonWriter = null!;
    protected static string? continuation;
}
