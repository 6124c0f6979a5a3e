using System.Text.Json.Serialization;

namespace Connectors.NetSuite.Tests;

[JsonSerializable(typeof(string))]
internal sealed partial class TestJson : JsonSerializerContext;
