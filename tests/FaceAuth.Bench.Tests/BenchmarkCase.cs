using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace FaceAuth.Bench.Tests;

/// <summary>One benchmark with the first value of each of its parameters, set up, called and cleaned up as BenchmarkDotNet would.</summary>
internal sealed class BenchmarkCase : IDisposable
{
    readonly object _instance;
    readonly Action _call;
    readonly Action? _before;

    /// <param name="name">"Folder.Class.Method" below FaceAuth.Bench.</param>
    public BenchmarkCase(string name)
    {
        var dot = name.LastIndexOf('.');
        var type = typeof(Pipeline.Network).Assembly.GetType($"FaceAuth.Bench.{name[..dot]}")
            ?? throw new ArgumentException($"bench/expected.json names {name}, but there is no such class.", nameof(name));
        var method = type.GetMethod(name[(dot + 1)..])
            ?? throw new ArgumentException($"bench/expected.json names {name}, but there is no such method.", nameof(name));
        _instance = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties()) SetFirst(property);
        Call<GlobalSetupAttribute>();
        _call = Bind(method);
        var before = Marked<IterationSetupAttribute>();
        _before = before is null ? null : Bind(before);
        Operations = method.GetCustomAttribute<BenchmarkAttribute>()!.OperationsPerInvoke;
    }

    /// <summary>Operations of one call.</summary>
    public int Operations { get; }

    /// <summary>Bytes that one operation allocates: the least of several rounds, since other threads of the process allocate too.</summary>
    public double Measure(int rounds, int calls)
    {
        for (var call = 0; call < calls; call++) CallOnce();
        var least = double.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            long bytes = 0;
            for (var call = 0; call < calls; call++) bytes += CallOnce();
            least = Math.Min(least, (double)bytes / calls / Operations);
        }

        return least;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Call<GlobalCleanupAttribute>();
        if (_instance is IDisposable disposable) disposable.Dispose();
    }

    long CallOnce()
    {
        _before?.Invoke();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        _call();
        return GC.GetTotalAllocatedBytes(precise: true) - bytes;
    }

    void SetFirst(PropertyInfo property)
    {
        if (property.GetCustomAttribute<ParamsAttribute>() is { } given) property.SetValue(_instance, given.Values[0]);
        else if (property.GetCustomAttribute<ParamsAllValuesAttribute>() is not null)
            property.SetValue(_instance, Enum.GetValues(property.PropertyType).GetValue(0));
    }

    void Call<TAttribute>() where TAttribute : Attribute
    {
        if (Marked<TAttribute>()?.Invoke(_instance, null) is Task task) task.GetAwaiter().GetResult();
    }

    MethodInfo? Marked<TAttribute>() where TAttribute : Attribute =>
        _instance.GetType().GetMethods().SingleOrDefault(method => method.IsDefined(typeof(TAttribute)));

    // a delegate, since calling by reflection would allocate
    Action Bind(MethodInfo method) => method.ReturnType == typeof(void)
        ? method.CreateDelegate<Action>(_instance)
        : (Action)typeof(BenchmarkCase).GetMethod(nameof(Drop), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(method.ReturnType).Invoke(null, [_instance, method])!;

    static Action Drop<T>(object instance, MethodInfo method)
    {
        var call = method.CreateDelegate<Func<T>>(instance);
        return () => call();
    }
}
