using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;

namespace FaceAuth.Store.Tests.Protection;

/// <summary>Programs that print the master key, as a KMS's client does, and those that do not.</summary>
public sealed class KeyCommandTests : IDisposable
{
    readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth key command ").FullName;

    [Theory]
    [InlineData("raw")]
    [InlineData("base64")]
    [InlineData("base64 of base64")]
    public async Task Takes_32_raw_bytes_their_base64_or_the_base64_of_that(string form)
    {
        var text = Convert.ToBase64String(_key);
        var file = Path.Combine(_folder, "the key");
        if (form == "raw") await File.WriteAllBytesAsync(file, _key, Cancellation);
        else if (form == "base64") await File.WriteAllTextAsync(file, text + "\n", Cancellation);
        else await File.WriteAllTextAsync(file, Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(text + "\n")), Cancellation);

        using var read = await RunAsync($"cat '{file}'");
        using var right = new MasterKey(_key);

        Assert.True(read.Is(right));
    }

    [Theory]
    [InlineData("/no/such/program a b", "(/no/such/program) cannot be run: No such file or directory.")]
    [InlineData("sh -c 'echo access denied >&2; echo more >&2; exit 3'", "(sh) ended with code 3: access denied. Run it by hand")]
    [InlineData("false", "(false) ended with code 1: it said nothing.")]
    [InlineData("true", "(true) printed nothing.")]
    [InlineData("echo no key", "(echo) printed 7 bytes that are no key.")]
    [InlineData("cat /dev/zero", "(cat) printed more than 256 bytes.")]
    [InlineData("sleep 60", "(sleep) did not end within 0.5 s.")]
    [InlineData("sh -c \"sleep 60\" 'x", "is no command line: a quotation mark is missing")]
    [InlineData(" ", "is no command line")]
    public async Task Says_in_a_sentence_what_is_wrong_with_another(string line, string said)
    {
        var fault = await Assert.ThrowsAsync<StoreException>(() => RunAsync(line));

        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith(line.Trim().Length == 0 || line.EndsWith("'x", StringComparison.Ordinal) ? "Store:" : "The program of Store:",
            fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_it_says_while_it_fails_is_not_repeated()
    {
        var text = Convert.ToBase64String(_key);

        var fault = await Assert.ThrowsAsync<StoreException>(() => RunAsync($"sh -c 'echo cannot use {text} >&2; echo {text}; exit 1'"));

        Assert.Contains("cannot use ‹private›", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(text, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_read_from_the_keyboard_and_no_shell_is_between()
    {
        using var read = await RunAsync($"""printf "%s" "$(id)" "{Convert.ToBase64String(_key)}" """).ContinueWith(
            done => done.Exception?.InnerException is StoreException ? null : done.Result, TaskScheduler.Default);
        Assert.Null(read);

        await Assert.ThrowsAsync<StoreException>(() => RunAsync("cat"));
    }

    [Fact]
    public async Task A_store_opens_with_it_and_no_new_database_with_one_that_makes_keys_up()
    {
        var file = Path.Combine(_folder, "key");
        await File.WriteAllBytesAsync(file, _key, Cancellation);
        await using (await SqliteStore.OpenAsync(Path.Combine(_folder, "a"), ("MasterKeyCommand", $"cat '{file}'")))
        {
        }

        await using var same = await SqliteStore.OpenAsync(
            Path.Combine(_folder, "a"), ("MasterKey", Convert.ToBase64String(_key)));
        var fault = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(
            Path.Combine(_folder, "b"), ("MasterKeyCommand", "head -c 32 /dev/urandom")));
        Assert.Contains("prints another key each time", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static Task<MasterKey> RunAsync(string line) =>
        KeyCommand.RunAsync(
            line, "Store:MasterKeyCommand", Cancellation,
            TimeSpan.FromSeconds(line.StartsWith("sleep ", StringComparison.Ordinal) ? 0.5 : 20));

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
