// Stands in for branch model until it lands; delete this file when merging that branch.
#pragma warning disable
namespace Canonical.Model;
public interface ICanonicalObject<TSelf> where TSelf : class, ICanonicalObject<TSelf> { }
public sealed record SourceRef { }
public readonly record struct IdempotencyKey(Guid Value);
public abstract class CanonicalException : Exception { protected CanonicalException(string code,string message,Exception? inner=null):base(message,inner){Code=code;} public string Code{get;} public virtual bool IsTransient=>false; public virtual TimeSpan? RetryAfter=>null; }
