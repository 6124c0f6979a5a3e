using System.Runtime.InteropServices;

using Canonical.Model;

namespace Canonical.Sync;

/// <summary>
/// The right to send one posting once. Its token grows with every lease of the posting, so an outcome that comes in after the lease was
/// lost is told apart and not recorded (a fencing token).
/// </summary>
/// <param name="Key">The key to send.</param>
/// <param name="Token">The fencing token, from 1.</param>
/// <param name="Until">When the lease runs out.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PostingLease(IdempotencyKey Key, long Token, DateTimeOffset Until);
