using System.Text;
using FaceAuth.Signaling.DataChannel;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.DataChannel;

public sealed class PeerMessageReaderTests
{
    [Theory]
    [InlineData("""{"type":"ready"}""", "Ready")]
    [InlineData("""  { "type" : "bye" , "x" : [ ] }  """, "Bye")]
    [InlineData("""{"type":"st\u0061ts"}""", "Stats")]
    [InlineData("""{"type":"stats","every":"frame"}""", "StatsEveryFrame")]
    [InlineData("""{"type":"stats","every":"second"}""", "Stats")]
    [InlineData("""{"type":"stats","every":{"frame":1}}""", "Stats")]
    [InlineData("""{"type":"ready","every":"frame"}""", "Ready")]
    [InlineData("""{"type":"offer"}""", "Unknown")]
    [InlineData("""{"type":""}""", "Unknown")]
    [InlineData("", "Bad")]
    [InlineData("null", "Bad")]
    [InlineData("\"ready\"", "Bad")]
    [InlineData("[{\"type\":\"ready\"}]", "Bad")]
    [InlineData("""{"every":"frame"}""", "Bad")]
    [InlineData("""{"type":null}""", "Bad")]
    [InlineData("""{"type":"ready",}""", "Bad")]
    [InlineData("""{"type":"ready"}x""", "Bad")]
    [InlineData("""{"type":"ready" /* why */}""", "Bad")]
    [InlineData("""{"type":"\ud800"}""", "Bad")]
    [InlineData("""{"type":"ready","type":"bye"}""", "Bad")]
    [InlineData("""{"type":"ready","typ\u0065":"bye"}""", "Bad")]
    [InlineData("""{"type":"ready","a":1,"a":1}""", "Bad")]
    [InlineData("""{"type":"ready","a":{"b":1,"b":1}}""", "Bad")]
    [InlineData("""{"type":"ready","a":{"type":1},"b":{"type":1}}""", "Ready")]
    public void A_message_is_read_as_what_it_says(string json, string expected)
    {
        Assert.Equal(expected, PeerMessageReader.Read(Encoding.UTF8.GetBytes(json)).ToString());
    }

    [Theory]
    [InlineData("CameraClear", "plain", "device", "true", "true")]
    [InlineData("CameraUnknown", "plain", "device", "true", "false")]
    [InlineData("CameraUnknown", "none", "device", "true", "true")]
    [InlineData("CameraUnknown", "plain", "other", "true", "true")]
    [InlineData("CameraUnknown", "something new", "device", "true", "true")]
    [InlineData("CameraDoubted", "virtual", "device", "true", "true")]
    [InlineData("CameraDoubted", "plain", "canvas", "true", "true")]
    [InlineData("CameraDoubted", "plain", "generated", "true", "true")]
    [InlineData("CameraDoubted", "plain", "screen", "true", "true")]
    [InlineData("CameraDoubted", "plain", "device", "false", "true")]
    public void What_is_said_of_the_camera_is_judged(string expected, string name, string source, string same, string ranges)
    {
        var json = $$"""{"name":"{{name}}","source":"{{source}}","same":{{same}},"type":"camera","ranges":{{ranges}}}""";

        Assert.Equal(expected, PeerMessageReader.Read(Encoding.UTF8.GetBytes(json)).ToString());
    }

    [Theory]
    [InlineData("""{"type":"camera"}""", "CameraUnknown")]
    [InlineData("""{"type":"camera","name":1,"source":["canvas"],"same":"false","ranges":{"a":true}}""", "CameraUnknown")]
    [InlineData("""{"type":"camera","name":"plain","name":"virtual"}""", "Bad")]
    [InlineData("""{"type":"ready","name":"virtual","same":false}""", "Ready")]
    public void A_hostile_word_about_the_camera_says_nothing(string json, string expected) =>
        Assert.Equal(expected, PeerMessageReader.Read(Encoding.UTF8.GetBytes(json)).ToString());

    [Theory]
    [InlineData(8, "Unknown")]
    [InlineData(9, "Bad")]
    public void Nesting_is_bounded(int depth, string expected)
    {
        var json = """{"type":"x","a":""" + new string('[', depth - 1) + new string(']', depth - 1) + "}";

        Assert.Equal(expected, PeerMessageReader.Read(Encoding.UTF8.GetBytes(json)).ToString());
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_no_message()
    {
        byte[] bytes = [.. "{\"type\":\"x\",\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Equal(PeerMessage.Bad, PeerMessageReader.Read(bytes));
    }

    [Fact]
    public void No_bytes_make_it_throw()
    {
        byte[] original = [.. """{"type":"stats","every":"frame","a":[1,{"b":"\u00e9\ud83d\ude00"}]}"""u8];

        foreach (var bytes in Mutations.Of(original, seed: 7, count: 20_000)) PeerMessageReader.Read(bytes);
    }
}
