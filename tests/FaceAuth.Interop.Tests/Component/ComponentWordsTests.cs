using System.Text.Json;
using System.Text.RegularExpressions;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling;
using FaceAuth.Signaling.DataChannel;
using FaceAuth.Signaling.Errors;

namespace FaceAuth.Interop.Tests.Component;

/// <summary>Everything that the server can say to a person has words, in every language.</summary>
public sealed partial class ComponentWordsTests
{
    /// <summary>What may read as in English: signs of units.</summary>
    static readonly string[] Same = ["seconds"];

    /// <summary>Refusals of the API that no session's browser meets: they are about accounts, keys, lists and jobs, or about requests.</summary>
    static readonly string[] OfTheApi =
    [
        "bad_user_name", "bad_password", "common_password", "bad_purpose", "bad_subject", "bad_group", "group_not_allowed", "bad_consent",
        "consent_not_allowed", "bad_nonce", "bad_parameters", "bad_webhook_url", "webhook_address_refused", "bad_webhook_events",
        "bad_idempotency_key", "operator_key_invalid", "reset_link_invalid", "passkey_failed", "login_failed", "refresh_failed",
        "wrong_password", "account_needs_user", "account_out_of_reach", "mail_closed", "sign_in_again", "passkey_needs_proof",
        "registration_closed", "subject_not_allowed", "identify_needs_key", "groups_need_key", "webhooks_need_key", "sign_ins_need_user",
        "figures_need_key", "operator_closed", "sign_in_unknown", "key_unknown", "account_unknown", "passkey_unknown", "webhook_unknown",
        "delivery_unknown", "job_unknown", "job_run_unknown", "method_not_allowed", "name_taken", "last_admin", "link_while_disabled",
        "too_many_passkeys", "too_many_groups", "too_many_keys", "too_many_webhooks", "webhook_off", "idempotency_in_flight",
        "too_many_runs", "job_run_over", "enrollment_incomplete", "unsupported_media_type", "idempotency_mismatch", "address_too_long",
        "headers_too_large", "precondition_failed", "range_not_satisfiable", "not_a_picture", "picture_size", "bad_cannot",
        "return_not_allowed", "not_your_review", "review_unknown", "course_unknown", "not_decided", "review_over",
        "picture_unknown",
    ];

    static readonly Dictionary<string, Dictionary<string, string>> All = Directory
        .GetFiles(Path.Combine(ComponentPackages.Sources, "src", "messages"), "*.json")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file),
            file => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!);

    static readonly Dictionary<string, string> English = All["en"];

    public static TheoryData<string> Others { get; } = [.. All.Keys.Where(language => language != "en").Order()];

    [Fact]
    public void There_are_eight_languages() =>
        Assert.Equal(["ar", "de", "en", "es", "fr", "hi", "ja", "zh"], All.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Others))]
    public void No_key_is_missing_or_left_over(string language) => Assert.Equal(English.Keys, All[language].Keys);

    [Theory]
    [MemberData(nameof(Others))]
    public void No_text_is_left_in_English(string language) =>
        Assert.All(All[language], text => Assert.True(Same.Contains(text.Key) || text.Value != English[text.Key], text.Key));

    [Theory]
    [MemberData(nameof(Others))]
    public void A_text_has_the_places_of_the_English_one(string language) =>
        Assert.All(All[language], text => Assert.Equal(
            Place().Match(English[text.Key]).Value, Place().Match(text.Value).Value));

    [Fact]
    public void Whatever_is_counted_has_a_form_for_every_number() =>
        Assert.All(All.Values.SelectMany(texts => texts.Values).Where(text => text.Contains("{n|", StringComparison.Ordinal)),
            text => Assert.Matches(@"\{n\|([a-z]+:[^|:}]+\|)*other:[^|:}]*#[^|:}]*\}", text));

    [Fact]
    public void Every_piece_of_guidance_has_words_as_the_server_says_it()
    {
        foreach (var code in Enum.GetValues<GuidanceCode>())
        {
            var said = GuidanceTexts.For(new AuthEvent.Guidance(code));
            // without a detail it is the face
            var key = said.Detail is null or "face" ? said.Code : $"{said.Code}.{said.Detail}";
            Assert.Equal(said.Text, English.GetValueOrDefault("guidance." + key));
        }
    }

    [Fact]
    public void Every_challenge_has_words() =>
        Assert.All(Enum.GetValues<ChallengeKind>(), kind => Assert.Contains("challenge." + Wire.Name(kind), English.Keys));

    [Fact]
    public void Every_movement_can_be_named_as_one_that_somebody_cannot_make() =>
        Assert.All(Enum.GetValues<ChallengeKind>().Where(kind => kind != ChallengeKind.Pursuit),
            kind => Assert.Contains("kind." + Wire.Name(kind), English.Keys));

    [Fact]
    public void Every_reason_has_words() =>
        Assert.All(Enum.GetValues<ReasonCode>(), reason => Assert.Contains("reason." + Wire.Name(reason), English.Keys));

    [Fact]
    public void Every_refusal_that_a_browser_can_meet_has_words_and_a_way_out()
    {
        var names = Pair().Matches(File.ReadAllText(Path.Combine(ComponentPackages.Sources, "src", "problems.ts")))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

        foreach (var code in Refusals.All.Select(refusal => refusal.Code).Except(OfTheApi))
        {
            var key = "problem." + names.GetValueOrDefault(code, code);
            Assert.True(English.ContainsKey(key) && English.ContainsKey(key + ".text"), $"{code} has no words: {key}");
        }

        Assert.Empty(OfTheApi.Except(Refusals.All.Select(refusal => refusal.Code)));
        Assert.All(names.Values, name => Assert.Contains($"problem.{name}.text", English.Keys));
    }

    [Fact]
    public void Every_problem_of_the_component_has_words()
    {
        var sources = Directory.GetFiles(Path.Combine(ComponentPackages.Sources, "src"), "*.ts").Select(File.ReadAllText);
        var names = File.ReadAllText(Path.Combine(ComponentPackages.Sources, "src", "problems.ts"));

        foreach (Match problem in sources.SelectMany(text => Thrown().Matches(text)))
        {
            var code = problem.Groups[1].Value;
            Assert.True(English.ContainsKey($"problem.{code}.text") || names.Contains($" {code}: ", StringComparison.Ordinal), code);
        }
    }

    /// <summary>A place for a number, or the beginning of its forms.</summary>
    [GeneratedRegex(@"\{n[}|]")]
    private static partial Regex Place();

    [GeneratedRegex(@"(\w+): ""(\w+)""")]
    private static partial Regex Pair();

    [GeneratedRegex(@"new Problem\(""([a-z_]+)""[,)]")]
    private static partial Regex Thrown();
}
