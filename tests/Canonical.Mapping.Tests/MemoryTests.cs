namespace Canonical.Mapping.Tests;

/// <summary>The memory of the process is measured, so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [Fact]
    public void Sampler_ManyRecords_MemoryDoesNotGrowWithThem()
    {
        var record = """{"id":1,"lines":[{"a":1,"b":"x"},{"a":2}],"name":"n"}"""u8.ToArray();
        var sampler = new ShapeSampler();
        for (var i = 0; i < 1000; i++)
            sampler.Add(record);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 50_000; i++)
            sampler.Add(record);

        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 2_000_000);
        Assert.Equal(51_000, sampler.Records);
        Assert.Equal(["id", "lines", "lines[]", "lines[].a", "lines[].b", "name"], sampler.ToShape("s", "o").Fields.Select(field => field.Path));
    }

    [Fact]
    public async Task Read_ManyRecords_MemoryIsThatOfOne()
    {
        using var stream = new RepeatedXml(20_000);
        using var reader = new XmlRecordReader(stream, new XmlRecordOptions { RecordElement = "Item", Arrays = ["Line[]"] });
        for (var i = 0; i < 1000; i++)
            Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(20_000, reader.Records);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 2_000_000);
    }

    /// <summary>Records that are made while they are read, so that the test holds none of them.</summary>
    private sealed class RepeatedXml(int records) : Stream
    {
        private static readonly byte[] s_item = "<Item><Name>n</Name><Line A='1'>x</Line><Line A='2'/></Item>"u8.ToArray();
        private int _left = records;
        private byte[] _bytes = "<r>"u8.ToArray();
        private int _at;
        private bool _ended;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at == _bytes.Length)
            {
                if (_left > 0)
                    _bytes = s_item;
                else if (!_ended)
                    _bytes = "</r>"u8.ToArray();
                else
                    return 0;
                _ended = _left-- == 0;
                _at = 0;
            }

            var read = Math.Min(count, _bytes.Length - _at);
            _bytes.AsSpan(_at, read).CopyTo(buffer.AsSpan(offset));
            _at += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
