using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Canonical.Model;

/// <summary>How a contract limits a decimal number. For generated code. Thread-safe: an immutable value.</summary>
/// <param name="IntegerDigits">The most digits before the point, up to 18.</param>
/// <param name="Scale">The most digits after the point, up to 10.</param>
/// <param name="AllowsNegative">Whether it may be below zero.</param>
/// <param name="IsShare">Whether it is at most 1.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Auto)]
public readonly record struct DecimalForm(byte IntegerDigits, byte Scale, bool AllowsNegative, bool IsShare = false);
