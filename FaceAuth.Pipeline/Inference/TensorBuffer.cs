using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FaceAuth.Pipeline.Packs;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FaceAuth.Pipeline.Inference;

/// <summary>Memory of one input or output for up to as many items as a run may have, from the session's allocator.</summary>
/// <remarks>
/// On a GPU pinned memory, which it copies from and to by itself. A float16 tensor has a float32 twin that callers see. On a GPU there is a
/// twin in its own memory as well, whose address never changes.
/// </remarks>
internal sealed unsafe class TensorBuffer : IDisposable
{
    const int Alignment = 64;

    readonly long[] _shape;
    readonly int _items;
    readonly int _item;   // floats of one
    readonly bool _isHalf;
    readonly OrtAllocator _allocator;
    readonly OrtMemoryAllocation _memory;
    readonly OrtAllocator? _deviceAllocator;
    readonly OrtMemoryAllocation? _deviceMemory;
    float* _floats;

    /// <param name="session">Whose run reads or writes it.</param>
    /// <param name="tensor">Name and type.</param>
    /// <param name="shape">Its shape for one item; the first side is 1 where <paramref name="items"/> is more.</param>
    /// <param name="items">Most items.</param>
    public TensorBuffer(OnnxSession session, TensorEntry tensor, long[] shape, int items)
    {
        (Name, _shape, _items) = (tensor.Name, shape, items);
        _item = checked((int)shape.Aggregate(1L, (product, side) => product * side));
        _isHalf = tensor.Type == "float16";
        var length = checked(_item * items);
        _allocator = new(session.Inner, session.Memory);
        var bytes = (uint)checked(length * (_isHalf ? sizeof(Half) : sizeof(float)));
        _memory = _allocator.Allocate(bytes);
        if (session.Device is { } device)
        {
            _deviceAllocator = new(session.Inner, device.Info);
            _deviceMemory = _deviceAllocator.Allocate(bytes);
        }

        _floats = _isHalf
            ? (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), Alignment)
            : (float*)_memory.DangerousGetHandle();
        new Span<float>(_floats, length).Clear();
    }

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>One item's values.</summary>
    public Span<float> Item(int index)
    {
        ObjectDisposedException.ThrowIf(_floats is null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_items, nameof(index));
        return new(_floats + (long)index * _item, _item);
    }

    /// <summary>The first <paramref name="count"/> items as ONNX Runtime sees them; the caller disposes it, before this.</summary>
    public OrtValue View(int count) => Of(_memory, count);

    /// <summary>The same of the twin in the GPU's own memory.</summary>
    public OrtValue DeviceView(int count) =>
        Of(_deviceMemory ?? throw new InvalidOperationException("The session runs on the processor."), count);

    /// <summary>Converts what callers wrote into what the model takes.</summary>
    public void ToModel(int count)
    {
        if (_isHalf) TensorPrimitives.ConvertToHalf(new(_floats, count * _item), new((Half*)_memory.DangerousGetHandle(), count * _item));
    }

    /// <summary>Converts what the model gave into what callers read.</summary>
    public void FromModel(int count)
    {
        if (_isHalf) TensorPrimitives.ConvertToSingle(new((Half*)_memory.DangerousGetHandle(), count * _item), new(_floats, count * _item));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_floats is null) return;
        if (_isHalf) NativeMemory.AlignedFree(_floats);
        _floats = null;
        _memory.Dispose();
        _allocator.Dispose();
        _deviceMemory?.Dispose();
        _deviceAllocator?.Dispose();
    }

    OrtValue Of(OrtMemoryAllocation memory, int count)
    {
        var length = (long)count * _item * (_isHalf ? sizeof(Half) : sizeof(float));
        return OrtValue.CreateTensorValueWithData(
            memory.Info, _isHalf ? TensorElementType.Float16 : TensorElementType.Float,
            [count * _shape[0], .. _shape[1..]], memory.DangerousGetHandle(), length);
    }
}
