using System.Globalization;
using System.Security.Cryptography;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Search;
using FaceAuth.Store.Templates;
using FaceAuth.Testing;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests;

public sealed class PrivacyTests
{
    [Fact]
    public async Task No_log_line_at_any_level_holds_an_embedding_a_key_or_a_name()
    {
        var master = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using var store = await SqliteStore.OpenAsync(null, ("MasterKey", master));

        await LogsNothingPrivateAsync(store, master);
    }

    [Fact]
    public async Task No_log_line_holds_any_of_it_on_PostgreSQL_either()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var store = await PostgresStore.OpenAsync(database);

        await LogsNothingPrivateAsync(store, database.MasterKey);
    }

    static async Task LogsNothingPrivateAsync(StoreUnderTest store, string master)
    {
        var vector = Random(new Random(1));
        var subject = (await store.Subjects.GetOrCreateAsync("rp:1", "anna-the-person", Cancellation)).Id;
        await store.Templates.AddAsync(subject, [Template(vector)], Cancellation);
        using (await store.Templates.LoadAsync(subject, Model, Cancellation))
            await store.Templates.NearestAsync("rp:1", Model, vector, 1, Cancellation);
        var (_, apiKey) = await store.Parties.IssueKeyAsync("bank", Cancellation);
        await store.Parties.AuthenticateAsync(apiKey, Cancellation);
        await store.Subjects.EraseAsync(subject, Cancellation);

        var log = string.Join('\n', store.Log.Lines);

        Assert.Contains("INSERT INTO \"Templates\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain("anna-the-person", log, StringComparison.Ordinal);
        Assert.DoesNotContain(apiKey, log, StringComparison.Ordinal);
        Assert.DoesNotContain(master, log, StringComparison.Ordinal);
        Assert.All(vector, number => Assert.DoesNotContain(number.ToString(CultureInfo.InvariantCulture), log, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_prints_a_vector_or_a_key()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        using var master = new MasterKey(key);
        using var transform = OrthogonalTransform.FromKey(key, 16);
        float[] vector = [0.12345f, .. new float[15]];
        using var set = new TemplateSet(default, [new(transform, [new byte[64]], 1)]);
        string[] texts =
        [
            Template(vector).ToString(), set.ToString(), transform.ToString(), master.ToString(),
            new StoredTemplate(Guid.NewGuid(), Guid.NewGuid(), vector, default).ToString(),
            new StoreOptions { MasterKey = Convert.ToBase64String(key) }.ToString(),
        ];

        Assert.All(texts, text => Assert.DoesNotContain("0.12345", text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.DoesNotContain(Convert.ToBase64String(key), text, StringComparison.Ordinal));
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
