using FaceAuth.Media.Dtls;

namespace FaceAuth.Media.Tests.Dtls;

public sealed class DtlsFinalFlightTests : IDisposable
{
    static readonly byte[] Ours = [20, 0, 0, 12, 0, 5, 0, 0, 0, 0, 0, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    static readonly byte[] Theirs = [20, 0, 0, 12, 0, 4, 0, 0, 0, 0, 0, 12, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9];

    readonly RecordPair _pair = new();
    readonly DtlsFinalFlight _flight = new(Ours, nextSequence: 7);
    readonly byte[] _datagram = new byte[DtlsFinalFlight.DatagramLength];

    [Fact]
    public void The_answer_is_change_cipher_spec_and_the_same_finished_under_new_numbers()
    {
        Assert.True(Answer(Theirs, 0));
        var first = Records();
        Assert.True(Answer(Theirs, 40));
        var second = Records();

        Assert.Equal([20, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 7, 0, 1, 1], first[0]);
        Assert.Equal([20, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 8, 0, 1, 1], second[0]);
        Assert.Equal(Ours, RecordPair.Open(_pair.Client, first[1]));
        Assert.Equal(Ours, RecordPair.Open(_pair.Client, second[1]));
        Assert.Equal(2, _flight.Answers);
    }

    [Fact]
    public void It_is_answered_every_40_ms_at_most()
    {
        Assert.True(Answer(Theirs, 1000));
        Assert.False(Answer(Theirs, 1039.9));
        Assert.True(Answer(Theirs, 1040));
    }

    [Fact]
    public void Nothing_but_a_finished_message_is_answered()
    {
        Assert.False(Answer([], 0));
        Assert.False(Answer(Theirs[..23], 0));
        Assert.False(Answer([11, .. Theirs[1..]], 0));
        Assert.Equal(0, _flight.Answers);
    }

    public void Dispose() => _pair.Dispose();

    bool Answer(byte[] plaintext, double milliseconds)
    {
        var answered = _flight.TryAnswer(plaintext, TimeSpan.FromMilliseconds(milliseconds), _pair.Server, _datagram, out var length);
        Assert.Equal(answered ? _datagram.Length : 0, length);
        return answered;
    }

    List<byte[]> Records()
    {
        var records = new List<byte[]>();
        foreach (var record in new DtlsRecords(_datagram)) records.Add(record.ToArray());
        return records;
    }
}
