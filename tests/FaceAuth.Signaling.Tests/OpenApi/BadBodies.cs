using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace FaceAuth.Signaling.Tests.OpenApi;

/// <summary>Bodies that an operation's description does not allow, made from one that it does.</summary>
static class BadBodies
{
    static readonly string Huge = new('x', 1_000_000);

    static readonly string[] Values =
    [
        "null", "1", "-1e400", "\"\"", "\"x\"", "[]", "[[]]", "{}", "{\"a\":{}}", "true", $"\"{Huge}\"", $"\"{Huge[..100_000]}\"",
        "\"\\u202e\\u2066abc\"", "\"\\ud800\"", "\"a\\udfffb\"", "\"a\\u0000bcdefghijk\"", "\"a\\u200bbcdefghijk\"",
        "\"\\ufeff\\ufffe\\uffff\"",
        "\"9999-99-99T99:99:99Z\"", "1e309", "99999999999999999999999999",
    ];

    /// <summary>Each with a name that says what is wrong with it.</summary>
    public static IEnumerable<(string What, HttpContent? Content)> Of(Operation operation)
    {
        var example = operation.Bodies!["application/json"]!["example"]!.ToJsonString();
        foreach (var field in operation.BodySchema!["properties"]!.AsObject().Select(pair => pair.Key))
        {
            yield return ($"{field} missing", Json(With(example, field, null)));
            foreach (var value in Values)
                yield return ($"{field} = {value[..Math.Min(value.Length, 40)]}", Json(With(example, field, value)));
            yield return ($"{field} twice", Json($$"""{"{{field}}":"a",{{With(example, field, "\"b\"")[1..]}}"""));
            var other = field.ToUpperInvariant();
            yield return ($"{field} in another case twice", Json($$"""{"{{other}}":"a",{{With(example, field, "\"b\"")[1..]}}"""));
            yield return ($"{field} deep", Json(With(example, field, Deep("[", "]"))));
        }

        foreach (var text in new[]
        {
            "", " ", "null", "1", "\"x\"", "[]", "{", "{]", "}", "{\"a\"}", "{} {}", "// x", "{\"a\":1,}",
            "\0", "\ufeff{}", Deep("[", "]"),
            Deep("{\"a\":", "}").Replace("[]", "1", StringComparison.Ordinal), "{\"\\u0000\":1}", "{\"__proto__\":{}}", $"{{\"{Huge}\":1}}",
        })
            yield return ($"the body {text[..Math.Min(text.Length, 20)]}", Json(text));
        yield return ("bytes that are no UTF-8", Typed([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d], "application/json"));
        yield return ("UTF-16", Typed(Encoding.Unicode.GetBytes(example), "application/json; charset=utf-16"));
        foreach (var type in new[] { "text/plain", "application/xml", "application/octet-stream", "x/y", "multipart/form-data" })
            yield return (type, Typed(Encoding.UTF8.GetBytes(example), type));
        foreach (var charset in new[] { "nonsense", "utf-7", "\"\"", "\"utf-8\"", "\"utf-16\"", "utf-32" })
            yield return ($"charset {charset}", Typed(Encoding.UTF8.GetBytes(example), $"application/json; charset={charset}"));
        var open = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"u8.ToArray();
        yield return ("a form without an end", Typed(open, "multipart/form-data; boundary=x"));
        yield return ("a form with broken escapes", Typed("a=%zz&b=%00&%ff=1&a=2"u8.ToArray(), "application/x-www-form-urlencoded"));
        yield return ("no body", null);
    }

    static string With(string example, string field, string? value)
    {
        var body = JsonNode.Parse(example)!.AsObject();
        body.Remove(field);
        var text = body.ToJsonString();
        return value is null ? text : $"{{\"{field}\":{value}{(text == "{}" ? "" : ",")}{text[1..]}";
    }

    static string Deep(string open, string close) =>
        string.Concat(Enumerable.Repeat(open, 1000)) + "[]" + string.Concat(Enumerable.Repeat(close, 1000));

    static ByteArrayContent Json(string text) => Typed(Encoding.UTF8.GetBytes(text), "application/json");

    static ByteArrayContent Typed(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }
}
