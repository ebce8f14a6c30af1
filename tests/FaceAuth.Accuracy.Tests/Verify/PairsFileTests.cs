using FaceAuth.Accuracy.Verify;

namespace FaceAuth.Accuracy.Tests.Verify;

public sealed class PairsFileTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-pairs-").FullName;

    [Fact]
    public void Lists_of_LFW_name_pictures_by_person_and_number_and_count_folds()
    {
        var data = Read("2 1\nAnn 1 4\nAnn 1 Bob 12\nCleo\t3\t4\nCleo 3 Bob 12\n");

        Assert.Equal(
            ["Ann/Ann_0001.jpg", "Ann/Ann_0004.jpg", "Bob/Bob_0012.jpg", "Cleo/Cleo_0003.jpg", "Cleo/Cleo_0004.jpg"],
            data.Pictures.Select(picture => picture.Name));
        Assert.Equal(
            [new(0, 1, true, 1, null), new(0, 2, false, 1, null), new(3, 4, true, 2, null), new(3, 2, false, 2, null)], data.Pairs);
    }

    [Fact]
    public void Only_the_folds_asked_for_are_taken_and_only_their_pictures()
    {
        var data = Read("2 1\nAnn 1 4\nAnn 1 Bob 12\nCleo 3 4\nCleo 3 Bob 12\n", 2..2);

        Assert.Equal(["Cleo/Cleo_0003.jpg", "Cleo/Cleo_0004.jpg", "Bob/Bob_0012.jpg"], data.Pictures.Select(picture => picture.Name));
        Assert.Equal([new(0, 1, true, 2, null), new(0, 2, false, 2, null)], data.Pairs);
    }

    [Fact]
    public void Lines_of_commas_name_paths_and_may_name_a_group()
    {
        var data = Read("a,b,same,label\nx/1.png,x/2.png,1,day\nx/1.png,y.png,0\n");

        Assert.Equal(["x/1.png", "x/2.png", "y.png"], data.Pictures.Select(picture => picture.Name));
        Assert.Equal([new(0, 1, true, 1, "day"), new(0, 2, false, 1, null)], data.Pairs);
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("Ann 1 4\n", "line 1")]
    [InlineData("1\nAnn 1\n", "line 2")]
    [InlineData("1\nAnn one 2\n", "line 2")]
    [InlineData("1\n../Ann 1 2\n", "line 2")]
    [InlineData("1\nAnn 1 2\nAnn 1 Bob 2\nAnn 1 3\n", "line 4")]
    [InlineData("a,b,same\nx,y\n", "line 2")]
    [InlineData("a,b,same\nx,y,maybe\n", "line 2")]
    public void A_line_that_makes_no_sense_is_named(string text, string said)
    {
        var refused = Assert.Throws<EvalException>(() => Read(text));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fold_that_is_not_there_is_refused() =>
        Assert.Contains(
            "has 1 folds", Assert.Throws<EvalException>(() => Read("1\nAnn 1 2\nAnn 1 Bob 2\n", 1..5)).Message, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    VerifyData Read(string text, Range? folds = null)
    {
        var file = Path.Combine(_folder, "pairs.txt");
        File.WriteAllText(file, text);
        return PairsFile.Read(file, _folder, folds);
    }
}
