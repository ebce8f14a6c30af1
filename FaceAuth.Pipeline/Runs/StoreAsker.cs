using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Runs;

/// <summary>Asks the store what one run's decision needs, within its time limit.</summary>
/// <remarks>
/// The store works without the run's lock; answer or fault is told from another thread, exactly one of them, unless the run is disposed
/// before the store did anything.
/// </remarks>
/// <param name="context">What all runs share.</param>
/// <param name="request">What was asked for.</param>
/// <param name="known">The subject's templates that the run's pictures were compared with; the default for none.</param>
/// <param name="trace">The run's spans.</param>
/// <param name="answered">Told what the store answered.</param>
/// <param name="failed">Told what the store, or <paramref name="answered"/>, threw.</param>
internal sealed class StoreAsker(
    AuthRunContext context, AuthRequest request, TemplateSetVersion known, RunTrace trace, Action<StoreAnswer> answered,
    Action<Exception> failed)
    : IAsyncDisposable
{
    readonly CancellationTokenSource _disposing = new();
    Task _asked = Task.CompletedTask;   // written with the run's lock held, and never again once the run is marked as disposed

    /// <summary>Asks what the machine wants asked; a machine asks once.</summary>
    /// <remarks>Called with the run's lock held, of a run that is not disposed.</remarks>
    public void Ask(DecisionAction question) => _asked = Task.Run(() => AskAsync(question));

    /// <summary>Gives up waiting for the store; what it has done already is told before this ends.</summary>
    /// <remarks>Called once the run is marked as disposed.</remarks>
    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync();
        await _asked;
        _disposing.Dispose();
    }

    async Task AskAsync(DecisionAction question)
    {
        using var scope = PipelineLog.Of(context.Log, request.SessionId);
        using var span = trace.BeginAsk(question.GetType().Name);
        using var late = new CancellationTokenSource(context.StoreWithin, context.Time);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _disposing.Token);
        try
        {
            answered(await AnswerAsync(question, cancellation.Token));
        }
        catch (OperationCanceledException) when (_disposing.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // whatever the store throws ends this one run
        catch (Exception fault)
#pragma warning restore CA1031
        {
            failed(fault);
        }
    }

    Task<StoreAnswer> AnswerAsync(DecisionAction question, CancellationToken cancellation) => question switch
    {
        DecisionAction.Store store => EnrolAsync(store, cancellation),
        DecisionAction.Adapt adapt => AdaptAsync(adapt.Template, cancellation),
        DecisionAction.Search search => FindAsync(search, cancellation),
        _ => throw new ArgumentException($"{question} is nothing to ask the store.", nameof(question)),
    };

    async Task<StoreAnswer> EnrolAsync(DecisionAction.Store store, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return await Writer().EnrolAsync(store, cancellation) switch
        {
            WriteAnswer.Taken => (machine, now) => machine.HandleTaken(now),
            WriteAnswer.Duplicate => (machine, now) => machine.HandleDuplicate(now),
            var answer => (machine, now) => machine.HandleStored(answer == WriteAnswer.Stored, now),
        };
    }

    async Task<StoreAnswer> AdaptAsync(FaceTemplate template, CancellationToken cancellation)
    {
        var adapted = await Writer().AdaptAsync(template, cancellation);
        return (machine, now) => machine.HandleAdapted(adapted, now);
    }

    async Task<StoreAnswer> FindAsync(DecisionAction.Search search, CancellationToken cancellation)
    {
        var subjects = new SubjectSearch(context.Store, context.TemplateModel, context.Cohort, request.Owner, request.GroupId);
        var (found, isAlive) = await subjects.FindAsync(search, cancellation);
        return (machine, now) => machine.HandleFound(found, isAlive, now);
    }

    TemplateWriter Writer() => new(context, request.Owner, request.SubjectId!.Value, request.SessionId, known);
}
