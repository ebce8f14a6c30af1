using System.Globalization;
using FaceAuth.Media.Conduct;
using FaceAuth.Media.Dtls;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Conduct;

/// <summary>The programs under <c>tests/vectors</c>.</summary>
static class Clients
{
    public const string Chrome =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
    public const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0";
    public const string Safari =
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15";

    public static ClientFeatures Of(string offer, string hello) =>
        new(OfferTraits.Read(Vectors.Text($"sdp/{offer}.sdp")), Hello(Vectors.Text($"hello/{hello}.txt")), SendsAgreed: true);

    public static ClientHello Hello(string text)
    {
        var lists = text.Trim().Split(',').Select(list => list.Split('-', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => ushort.Parse(number, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        return new(lists[0], lists[1], lists[2], lists[3], lists[4]);
    }
}
