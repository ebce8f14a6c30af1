using FaceAuth.Store.Redis;

namespace FaceAuth.Store.Tests.Redis;

public sealed class LineSealTests
{
    static readonly Guid Exchange = Guid.NewGuid(), From = Guid.NewGuid(), To = Guid.NewGuid();

    readonly LineSeal _seal = new([1, 2, 3]);

    [Fact]
    public void What_is_sealed_is_opened_by_whom_it_is_for()
    {
        var message = _seal.Seal(LineKind.Question, Exchange, From, To, [7, 8, 9]);

        Assert.True(_seal.TryOpen(message, To, out var kind, out var exchange, out var from, out var said));
        Assert.Equal((LineKind.Question, Exchange, From), (kind, exchange, from));
        Assert.Equal([7, 8, 9], said);
        Assert.False(_seal.TryOpen(message, From, out _, out _, out _, out _));
        Assert.False(new LineSeal([1, 2, 4]).TryOpen(message, To, out _, out _, out _, out _));
    }

    [Fact]
    public void Whatever_byte_is_another_it_is_not_opened_and_neither_is_less_or_more()
    {
        var message = _seal.Seal(LineKind.Answer, Exchange, From, To, [7, 8, 9]);
        for (var i = 0; i < message.Length; i++)
        {
            message[i] ^= 1;
            Assert.False(_seal.TryOpen(message, To, out _, out _, out _, out _));
            message[i] ^= 1;
            Assert.False(_seal.TryOpen(message.AsSpan(0, i), To, out _, out _, out _, out _));
        }

        Assert.False(_seal.TryOpen([.. message, 0], To, out _, out _, out _, out _));
    }
}
