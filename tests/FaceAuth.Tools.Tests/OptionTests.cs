using System.CommandLine;
using System.CommandLine.Parsing;
using System.Reflection;
using FaceAuth.Signaling.Commands;

namespace FaceAuth.Tools.Tests;

/// <summary>Options of every verb, the tools' and the server's: the library reads not every type, and says so only when asked.</summary>
public sealed class OptionTests
{
    static readonly Dictionary<Type, string> Samples = new()
    {
        [typeof(Uri)] = "http://10.0.0.5:8090",
        [typeof(TimeSpan)] = "00:00:10",
        [typeof(bool)] = "true",
        [typeof(Guid)] = "00000000-0000-0000-0000-000000000001",
        [typeof(DateTimeOffset)] = "2026-11-26T10:00:00Z",
        [typeof(DateTime)] = "2026-11-26",
        [typeof(DateOnly)] = "2026-11-26",
    };

    [Fact]
    public void Each_option_of_each_verb_can_be_read()
    {
        var verbs = ToolsProgram.Tools.Verbs.Concat(FaceAuthCommand.OfServer(_ => Task.CompletedTask).Verbs).SelectMany(All).ToList();
        var broken = from verb in verbs
                     from option in verb.Options
                     let fault = FaultOf(verb, option)
                     where fault.StartsWith("Cannot parse argument", StringComparison.Ordinal)   // others refuse the sample in words of ours
                     select fault;

        Assert.Equal("", string.Join('\n', broken));
        Assert.True(verbs.Sum(verb => verb.Options.Count) > 60);
    }

    static IEnumerable<Command> All(Command verb) => verb.Subcommands.SelectMany(All).Prepend(verb);

    static string FaultOf(Command verb, Option option)
    {
        if (verb.Parse([option.Name, SampleOf(option.ValueType)]).GetResult(option) is not { } result) return "";
        var read = typeof(SymbolResult).GetMethods()
            .Concat(typeof(OptionResult).GetMethods())
            .First(method => method is { Name: "GetValueOrDefault", IsGenericMethodDefinition: true })
            .MakeGenericMethod(option.ValueType);
        try
        {
            read.Invoke(result, []);
            return "";
        }
        catch (TargetInvocationException e)
        {
            return e.InnerException!.Message;
        }
    }

    static string SampleOf(Type type)
    {
        var one = type.GetElementType() ?? (type.IsGenericType ? type.GetGenericArguments()[0] : type);
        if (one.IsEnum) return Enum.GetNames(one)[0];
        return Samples.GetValueOrDefault(Nullable.GetUnderlyingType(one) ?? one, "3");
    }
}
