using FaceAuth.Store.Search;

namespace FaceAuth.Store.Tests.Search;

public sealed class TopSubjectsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Keeps_the_best_of_each_subject_as_sorting_everything_would(int count)
    {
        var random = new Random(count);
        var subjects = Enumerable.Range(0, 60).Select(_ => Guid.NewGuid()).ToArray();
        var offers = Enumerable.Range(0, 2000).Select(_ => (Subject: subjects[random.Next(60)], Similarity: random.NextSingle())).ToArray();
        var top = new TopSubjects(count);

        foreach (var (subject, similarity) in offers) top.Offer(subject, similarity);

        var expected = offers.GroupBy(o => o.Subject).Select(g => (g.Key, g.Max(o => o.Similarity)))
            .OrderByDescending(g => g.Item2).Take(count);
        Assert.Equal(expected, top.ToList().Select(m => (m.SubjectId, m.Similarity)));
    }

    [Fact]
    public void A_similarity_that_is_no_number_never_counts()
    {
        var top = new TopSubjects(3);

        top.Offer(Guid.NewGuid(), float.NaN);

        Assert.Empty(top.ToList());
    }
}
