#!/usr/bin/env python3
"""Writes schedules_libraries.csv: what the formulas of other libraries give under random parameters.

    python3 tests/golden/schedules_libraries.py > tests/golden/schedules_libraries.csv

Keras, Optax, transformers, timm, Composer, fastai, Paddle, torchtitan, llm.c, nanoGPT, DeepSpeed, Megatron-LM and
OLMo-core are too large to install for a test. Their schedules are a few lines each; here they are once more, in Python and update by update, as those
libraries compute them: no pieces, no sequences, no multipliers. The format is that of schedules_torch.csv.
"""
import math
import random

draw = random.Random(14)
ROUNDS = 6
UPDATES = 40


def number(low, high):
    return float(f"{draw.uniform(low, high):.3g}")


def it(count):
    return f"{count}it"


def emit(base, text, rate):
    """rate(t): the absolute rate of update t."""
    quoted = text.replace('"', '""')
    print(f'schedule,{base!r},"{quoted}"')
    print(",".join(["rates", *(repr(float(rate(t))) for t in range(UPDATES))]))


def spec(name, *positional, **arguments):
    def written(value):
        return str(value).lower() if isinstance(value, bool) else str(value)
    parts = list(positional) + [f"{key}={written(value)}" for key, value in arguments.items() if value is not None]
    return f"{name}({', '.join(parts)})"


def wave(x):
    return 0.5 * (1 + math.cos(math.pi * x))


def cycle(t, first, mult):
    """Index of the cycle that holds t, and the progress through it."""
    index, begin, length = 0, 0.0, float(first)
    while t >= begin + length:
        begin, length, index = begin + length, length * mult, index + 1
    return index, (t - begin) / length


# ---- Keras

def keras():
    initial, steps, decay = number(0.01, 1), draw.randint(1, 30), number(0.1, 1.5)
    stairs = draw.choice([True, False])
    whole = math.floor if stairs else float
    emit(0.1, spec("keras.ExponentialDecay", initial_learning_rate=initial, decay_steps=it(steps), decay_rate=decay,
                   staircase=stairs), lambda t: initial * decay ** whole(t / steps))
    emit(0.1, spec("keras.InverseTimeDecay", initial_learning_rate=initial, decay_steps=it(steps), decay_rate=decay,
                   staircase=stairs), lambda t: initial / (1 + decay * whole(t / steps)))

    bounds = sorted(draw.sample(range(1, 35), 3))
    values = [number(0.001, 1) for _ in range(4)]
    emit(0.1, spec("keras.PiecewiseConstantDecay", boundaries=[*map(it, bounds)], values=values).replace("'", ""),
         lambda t: values[sum(t > bound for bound in bounds)])

    end, power, again = number(0.001, 0.01), number(0.5, 3), draw.choice([True, False])

    def polynomial(t):
        length = steps * max(1, math.ceil(t / steps)) if again else steps
        return (initial - end) * (1 - min(t, length) / length) ** power + end
    emit(0.1, spec("keras.PolynomialDecay", initial_learning_rate=initial, decay_steps=it(steps), end_learning_rate=end,
                   power=power, cycle=again), polynomial)

    alpha, climb, target = number(0, 0.5), draw.randint(0, 20), draw.choice([None, number(0.1, 1)])

    def cosine(t):
        if target is None:
            return initial * ((1 - alpha) * wave(min(t, steps) / steps) + alpha)
        if t < climb:
            return (target - initial) * t / climb + initial
        return target * ((1 - alpha) * wave(min(t - climb, steps) / steps) + alpha)
    emit(0.1, spec("keras.CosineDecay", initial_learning_rate=initial, decay_steps=it(steps), alpha=alpha,
                   warmup_target=target, warmup_steps=it(climb) if target else None), cosine)

    t_mul, m_mul = draw.choice([1, 2, 3, 1.5, number(1, 2.5)]), draw.choice([1, number(0.3, 1.2)])
    alpha = draw.choice([0, alpha])

    def restarts(t):
        index, u = cycle(t, steps, t_mul)
        return initial * ((1 - alpha) * m_mul ** index * wave(u) + alpha)
    emit(0.1, spec("keras.CosineDecayRestarts", initial_learning_rate=initial, first_decay_steps=it(steps), t_mul=t_mul,
                   m_mul=m_mul, alpha=alpha), restarts)


# ---- Optax

def optax_exponential(init, steps, decay, begin, stairs, end):
    def rate(t):
        p = (t - begin) / steps
        value = init if t <= begin else init * decay ** (math.floor(p) if stairs else p)
        return value if end is None else max(value, end) if decay < 1 else min(value, end)
    return rate


def optax_warmup_cosine(init, peak, climb, total, end, exponent):
    def rate(t):
        if t < climb:
            return init + (peak - init) * t / climb
        left = wave(min(t - climb, total - climb) / (total - climb)) ** exponent
        return peak * ((1 - end / peak) * left + end / peak)
    return rate


def optax_interpolate(init, pairs, shape):
    bounds, values = [0], [init]
    for bound, scale in pairs:
        bounds.append(bound)
        values.append(values[-1] * scale)

    def rate(t):
        for i in range(len(bounds) - 1):
            if bounds[i] <= t < bounds[i + 1]:
                u = (t - bounds[i]) / (bounds[i + 1] - bounds[i])
                a, b = values[i], values[i + 1]
                return a + (b - a) * u if shape == "linear" else b + (a - b) * wave(u)
        return values[-1]
    return rate


def optax():
    init, end, steps, begin = number(0.01, 1), number(0.01, 1), draw.randint(1, 30), draw.randint(0, 15)
    power, alpha, exponent = number(0.5, 3), number(0, 0.5), draw.choice([1, number(0.5, 3)])

    def transition(power):
        return lambda t: (init - end) * (1 - min(max(t - begin, 0), steps) / steps) ** power + end
    emit(0.1, spec("optax.linear_schedule", init_value=init, end_value=end, transition_steps=it(steps),
                   transition_begin=it(begin)), transition(1))
    emit(0.1, spec("optax.polynomial_schedule", init_value=init, end_value=end, power=power, transition_steps=it(steps),
                   transition_begin=it(begin)), transition(power))
    emit(0.1, spec("optax.cosine_decay_schedule", init_value=init, decay_steps=it(steps), alpha=alpha,
                   exponent=exponent), lambda t: init * ((1 - alpha) * wave(min(t, steps) / steps) ** exponent + alpha))

    decay, stairs, floor = number(0.3, 1.3), draw.choice([True, False]), draw.choice([None, number(0.01, 2)])
    arguments = dict(transition_steps=it(steps), decay_rate=decay, transition_begin=it(begin), staircase=stairs,
                     end_value=floor)
    emit(0.1, spec("optax.exponential_decay", init_value=init, **arguments),
         optax_exponential(init, steps, decay, begin, stairs, floor))
    peak, climb = number(0.1, 1), draw.randint(1, 15)
    after = optax_exponential(peak, steps, decay, begin, stairs, floor)
    emit(0.1, spec("optax.warmup_exponential_decay_schedule", init_value=init, peak_value=peak, warmup_steps=it(climb),
                   **arguments), lambda t: init + (peak - init) * t / climb if t < climb else after(t - climb))
    emit(0.1, spec("optax.warmup_constant_schedule", init_value=init, peak_value=peak, warmup_steps=it(climb)),
         lambda t: init + (peak - init) * min(t, climb) / climb)
    total = climb + steps
    emit(0.1, spec("optax.warmup_cosine_decay_schedule", init_value=init, peak_value=peak, warmup_steps=it(climb),
                   decay_steps=it(total), end_value=end, exponent=exponent),
         optax_warmup_cosine(init, peak, climb, total, end, exponent))

    pairs = [(bound, number(0.2, 2)) for bound in sorted(draw.sample(range(1, 35), draw.randint(1, 4)))]
    text = "[" + ", ".join(f"[{it(bound)}, {scale}]" for bound, scale in pairs) + "]"
    emit(0.1, spec("optax.piecewise_constant_schedule", init_value=init, boundaries_and_scales=text),
         lambda t: init * math.prod(scale for bound, scale in pairs if t >= bound))
    shape = draw.choice(["linear", "cosine"])
    emit(0.1, spec("optax.piecewise_interpolate_schedule", interpolate_type=shape, init_value=init,
                   boundaries_and_scales=text), optax_interpolate(init, pairs, shape))

    total, start, final = draw.randint(20, 45), number(0.1, 0.4), number(0.6, 0.9)
    div, final_div = number(2, 50), number(10, 1e4)
    emit(0.1, spec("optax.linear_onecycle_schedule", transition_steps=it(total), peak_value=peak, pct_start=start,
                   pct_final=final, div_factor=div, final_div_factor=final_div),
         optax_interpolate(peak / div, [(int(start * total), div), (int(final * total), 1 / div),
                                        (total, 1 / final_div)], "linear"))
    emit(0.1, spec("optax.cosine_onecycle_schedule", transition_steps=it(total), peak_value=peak, pct_start=start,
                   div_factor=div, final_div_factor=final_div),
         optax_interpolate(peak / div, [(int(start * total), div), (total, 1 / (div * final_div))], "cosine"))

    parts, lengths, texts = [], [], []
    for _ in range(3):
        peak, climb, total = number(0.1, 1), draw.randint(0, 5), draw.randint(6, 20)
        parts.append(optax_warmup_cosine(0.0, peak, climb, total, end * peak, 1))
        lengths.append(total)
        texts.append(spec("dict", init_value=0, peak_value=peak, warmup_steps=it(climb), decay_steps=it(total),
                          end_value=repr(end * peak)))

    def joined(t):
        for part, length in list(zip(parts, lengths))[:-1]:
            if t < length:
                return part(t)
            t -= length
        return parts[-1](t)
    emit(0.1, spec("optax.sgdr_schedule", *texts), joined)


# ---- transformers

def hf():
    base, climb, total = number(0.01, 1), draw.choice([0, draw.randint(1, 12)]), draw.randint(15, 50)
    rest = total - climb
    common = dict(num_warmup_steps=it(climb), num_training_steps=it(total))

    def after_warmup(fall):
        return lambda t: base * (t / climb if t < climb else fall(t))
    emit(base, spec("hf.constant_with_warmup", num_warmup_steps=it(climb)), after_warmup(lambda t: 1))
    emit(base, spec("hf.linear", **common), after_warmup(lambda t: max(0, (total - t) / rest)))
    waves = draw.choice([0.5, 1, number(0.3, 3)])
    emit(base, spec("hf.cosine", num_cycles=waves, **common), after_warmup(lambda t: wave(2 * waves * (t - climb) / rest)))
    floor = number(0, 0.5)
    low = lambda factor: factor * (1 - floor) + floor
    emit(base, spec("hf.cosine_with_min_lr", num_cycles=waves, min_lr_rate=floor, **common),
         after_warmup(lambda t: low(wave(2 * waves * (t - climb) / rest))))
    first = draw.choice([None, number(0, 0.5)])

    def ahead(t):
        if t < climb:
            return base * ((t + 1) / climb if first is None else first + (1 - first) * t / max(1, climb - 1))
        return base * low(wave(2 * waves * (t - climb + 1) / rest))
    emit(base, spec("hf.cosine_warmup_with_min_lr", num_cycles=waves, min_lr_rate=floor, warmup_lr_rate=first, **common),
         ahead)
    cycles = draw.randint(1, 4)
    emit(base, spec("hf.cosine_with_restarts", num_cycles=cycles, **common),
         after_warmup(lambda t: 0 if t >= total else wave((t - climb) * cycles % rest / rest)))
    end, power = number(0.001, 0.01), number(0.5, 3)
    emit(base, spec("hf.polynomial", lr_end=end, power=power, **common),
         after_warmup(lambda t: (end if t > total else (base - end) * (1 - (t - climb) / rest) ** power + end) / base))
    scale = draw.randint(1, 30)
    emit(base, spec("hf.inverse_sqrt", num_warmup_steps=it(climb), timescale=it(scale)),
         after_warmup(lambda t: 1 / math.sqrt((t + scale - climb) / scale)))
    emit(base, spec("hf.inverse_sqrt", num_warmup_steps=it(climb)),
         after_warmup(lambda t: 1 / math.sqrt((t + (climb or 10000) - climb) / (climb or 10000))))

    stable, fall = draw.randint(0, 15), draw.randint(1, 15)
    up, down = draw.choice(["linear", "cosine", "1-sqrt"]), draw.choice(["linear", "cosine", "1-sqrt"])

    def wsd(t):
        if t < climb:
            u = t / climb
            return base * low({"linear": u, "cosine": 1 - wave(u), "1-sqrt": 1 - math.sqrt(1 - u)}[up])
        u = (t - climb - stable) / fall
        if u < 0:
            return base
        if u >= 1:
            return base * floor
        return base * low({"linear": 1 - u, "cosine": wave(2 * waves * u), "1-sqrt": 1 - math.sqrt(u)}[down])
    quoted = lambda word: word if word != "1-sqrt" else '"1-sqrt"'
    emit(base, spec("hf.warmup_stable_decay", num_warmup_steps=it(climb), num_decay_steps=it(fall),
                    num_stable_steps=it(stable), warmup_type=quoted(up), decay_type=quoted(down), min_lr_ratio=floor,
                    num_cycles=waves), wsd)


# ---- timm

def timm():
    base, first, low = number(0.1, 1), draw.randint(3, 20), draw.choice([0, number(0.001, 0.1)])
    mul, decay, limit = draw.choice([1, 2, 1.5]), draw.choice([1, number(0.3, 1)]), draw.choice([1, 1, 2, 4])
    climb, start, prefix = draw.choice([0, draw.randint(1, 8)]), number(0, 0.05), draw.choice([True, False])
    k = draw.choice([1, number(0.5, 2)])
    warmup = dict(warmup_t=it(climb), warmup_lr_init=start, warmup_prefix=prefix)
    common = dict(t_initial=it(first), lr_min=low, cycle_mul=mul, cycle_decay=decay, cycle_limit=limit, **warmup)

    def scheduler(shape, top_of_climb=None):
        def after(t):
            index, u = cycle(t, first, mul)
            return low + (base * decay ** index - low) * shape(u) if index < limit else low

        def rate(t):
            if t < climb:
                top = base if prefix or top_of_climb is None else after(climb)
                return start + t * (top - start) / climb
            return after(t - climb if prefix else t)
        return rate
    emit(base, spec("timm.CosineLRScheduler", k_decay=k, **common), scheduler(lambda u: wave(u ** k)))
    power = number(0.3, 2)
    emit(base, spec("timm.PolyLRScheduler", power=power, k_decay=k, **common), scheduler(lambda u: (1 - u ** k) ** power))
    lb, ub = number(-8, -2), number(2, 5)
    emit(base, spec("timm.TanhLRScheduler", lb=lb, ub=ub, **common),
         scheduler(lambda u: 0.5 * (1 - math.tanh(lb * (1 - u) + ub * u)), "the curve"))

    gamma = number(0.1, 0.9)
    ramp = lambda t: start + t * (base - start) / climb
    since = lambda t: t - climb if prefix else t
    emit(base, spec("timm.StepLRScheduler", decay_t=it(first), decay_rate=gamma, **warmup),
         lambda t: ramp(t) if t < climb else base * gamma ** (since(t) // first))
    at = sorted(draw.sample(range(1, 30), 3))
    emit(base, spec("timm.MultiStepLRScheduler", decay_t=[*map(it, at)], decay_rate=gamma, **warmup).replace("'", ""),
         lambda t: ramp(t) if t < climb else base * gamma ** sum(since(t) >= milestone for milestone in at))


# ---- Composer

def composer():
    base, climb, total = number(0.1, 1), draw.randint(0, 12), draw.randint(15, 50)
    start, end, power = number(0.1, 1), number(0, 0.5), number(0.5, 3)
    t_max = dict(t_max=it(total))
    part = lambda t: min(t / total, 1)
    late = lambda t: min((t - climb) / (total - climb), 1)
    emit(base, spec("composer.ConstantScheduler", alpha=start, **t_max), lambda t: base * (start if t < total else 1))
    emit(base, spec("composer.LinearScheduler", alpha_i=start, alpha_f=end, **t_max),
         lambda t: base * (start + (end - start) * part(t)))
    emit(base, spec("composer.CosineAnnealingScheduler", alpha_f=end, **t_max),
         lambda t: base * (end + (1 - end) * wave(part(t))))
    emit(base, spec("composer.PolynomialScheduler", power=power, alpha_f=end, **t_max),
         lambda t: base * (end + (1 - end) * (1 - part(t)) ** power))
    emit(base, spec("composer.ExponentialScheduler", gamma=start, decay_period=it(total)),
         lambda t: base * start ** (t / total))
    warmup = dict(t_warmup=it(climb))
    emit(base, spec("composer.LinearWithWarmupScheduler", alpha_i=start, alpha_f=end, **warmup, **t_max),
         lambda t: base * (start * t / climb if t < climb else start + (end - start) * late(t)))
    emit(base, spec("composer.CosineAnnealingWithWarmupScheduler", alpha_f=end, **warmup, **t_max),
         lambda t: base * (t / climb if t < climb else end + (1 - end) * wave(late(t))))
    at = sorted(draw.sample(range(1, 35), 3))
    emit(base, spec("composer.MultiStepWithWarmupScheduler", milestones=[*map(it, at)], gamma=start,
                    **warmup).replace("'", ""),
         lambda t: base * (t / climb if t < climb else start ** sum(t >= milestone for milestone in at)))
    first, mult = draw.randint(2, 12), draw.choice([1, 2, 1.5, 1.7])

    def restarts(t):
        length, stop = first, first
        while stop <= t:
            length = int(mult * length)
            stop += length
        return base * (end + (1 - end) * wave((t - (stop - length)) / length))
    emit(base, spec("composer.CosineAnnealingWarmRestartsScheduler", t_0=it(first), t_mult=mult, alpha_f=end), restarts)


# ---- fastai: positions are t / N

def fastai():
    top, pct, div, final = number(0.1, 1), number(0.1, 0.9), number(2, 50), number(10, 1e5)

    def combined(a, b, c):
        def rate(t):
            pos = t / UPDATES
            if pos < pct:
                return a + (1 - wave(pos / pct)) * (b - a)
            return b + (1 - wave((pos - pct) / (1 - pct))) * (c - b)
        return rate
    emit(0.1, spec("fastai.fit_one_cycle", lr_max=top, div=div, div_final=final, pct_start=pct),
         combined(top / div, top, top / final))
    emit(0.1, spec("fastai.fit_flat_cos", lr=top, div_final=final, pct_start=pct), combined(top, top, top / final))
    low, high, count = number(1e-7, 1e-3), number(0.1, 10), draw.randint(10, 50)
    emit(0.1, spec("fastai.lr_find", start_lr=low, end_lr=high, num_it=it(count)),
         lambda t: low * (high / low) ** min(t / count, 1))


# ---- Paddle

def paddle():
    rate, gamma, width, climb = number(0.1, 1), number(0.1, 0.95), draw.choice([64, 512]), draw.randint(1, 30)
    emit(0.1, spec("paddle.NoamDecay", d_model=width, warmup_steps=it(climb), learning_rate=rate),
         lambda t: rate * width ** -0.5 * min(t ** -0.5 if t else 1, t * climb ** -1.5))
    emit(0.1, spec("paddle.ExponentialDecay", learning_rate=rate, gamma=gamma), lambda t: rate * gamma ** t)
    emit(0.1, spec("paddle.NaturalExpDecay", learning_rate=rate, gamma=gamma), lambda t: rate * math.exp(-gamma * t))
    emit(0.1, spec("paddle.InverseTimeDecay", learning_rate=rate, gamma=gamma), lambda t: rate / (1 + gamma * t))
    steps, end, power, again = draw.randint(1, 30), number(0.001, 0.05), number(0.5, 3), draw.choice([True, False])

    def polynomial(t):
        length = steps * max(1, math.ceil(t / steps)) if again else steps
        return (rate - end) * (1 - min(t, length) / length) ** power + end
    emit(0.1, spec("paddle.PolynomialDecay", learning_rate=rate, decay_steps=it(steps), end_lr=end, power=power,
                   cycle=again), polynomial)
    emit(0.1, spec("paddle.CosineAnnealingDecay", learning_rate=rate, T_max=it(steps), eta_min=end),
         lambda t: end + (rate - end) * wave(t / steps))
    emit(0.1, spec("paddle.LinearWarmup", learning_rate=spec("paddle.StepDecay", learning_rate=rate, step_size=it(steps),
                                                             gamma=gamma),
                   warmup_steps=it(climb), start_lr=end, end_lr=rate),
         lambda t: end + (rate - end) * t / climb if t < climb else rate * gamma ** ((t - climb) // steps))


# ---- scripts for language models

def language_models():
    base, climb, total = number(0.1, 1), draw.randint(0, 12), draw.randint(15, 50)
    ratio, kind, floor = draw.choice([None, number(0.1, 0.5)]), draw.choice(["linear", "sqrt", "cosine"]), number(0, 0.3)
    fall = total - climb if ratio is None else min(round(total * ratio), total - climb)
    stable = total - climb - fall

    shapes = {"linear": lambda u: 1 - u, "sqrt": lambda u: 1 - math.sqrt(u), "cosine": wave}

    def titan(t):
        if t < climb:
            return base * (t + 1) / climb
        if t < climb + stable + 1:
            return base
        u = (min(t, total) + 1 - climb - (stable + 1)) / fall
        return base * (floor + (1 - floor) * shapes[kind](u))

    def titan_until_2025(t):
        if t < climb:
            return base * (t + 1) / (climb + 1)
        if t < climb + stable:
            return base
        u = (min(t, total) + 1 - climb - stable) / (fall + 1)
        return base * (floor + (1 - floor) * shapes[kind](u))
    for version, curve in ((None, titan), (2025, titan_until_2025)):
        emit(base, spec("torchtitan.linear_warmup_stable_decay", warmup_steps=it(climb), decay_ratio=ratio,
                        decay_type=kind, min_lr_factor=floor, total_steps=it(total), version=version), curve)

    ramp = lambda t: base * (t + 1) / climb
    part = lambda t: min((t - climb) / (total - climb), 1)
    llmc = dict(warmup_iterations=it(climb), train_num_batches=it(total), final_learning_rate_frac=floor)
    emit(base, spec("llmc.cosine", **llmc),
         lambda t: ramp(t) if t < climb else base * (floor + (1 - floor) * wave(part(t))))
    emit(base, spec("llmc.linear", **llmc), lambda t: ramp(t) if t < climb else base * (1 - part(t) * (1 - floor)))
    point = int(0.8 * total)
    emit(base, spec("llmc.wsd", **llmc),
         lambda t: ramp(t) if t < climb else base if t < point else
         base * (floor + (1 - floor) * (1 - math.sqrt(min((t - point) / (total - point), 1)))))
    emit(base, spec("nanogpt.get_lr", warmup_iters=it(climb), lr_decay_iters=it(total), min_lr=floor * base),
         lambda t: base * (t + 1) / (climb + 1) if t < climb else base * (floor + (1 - floor) * wave(part(t))))


# ---- DeepSpeed: after update t - 1 its scheduler is at iteration t - 1; before the first it is at -1

def deepspeed():
    base, low, top = number(0.1, 1), draw.choice([0, number(0.001, 0.05)]), number(0.1, 1)
    climb, total, kind = draw.randint(1, 20), draw.randint(15, 50), draw.choice(["log", "linear"])
    width = max(2, climb)
    common = dict(warmup_num_steps=it(climb), warmup_type=kind)

    def gamma(iteration):
        return math.log(iteration + 1) / math.log(width) if kind == "log" else iteration / width

    def warmup(after):
        def rate(t):
            iteration = t - 1
            if iteration < 0:
                return low
            return low + (top - low) * (gamma(iteration) if iteration < width else after(iteration))
        return rate
    emit(base, spec("deepspeed.WarmupLR", warmup_min_lr=low, warmup_max_lr=top, **common), warmup(lambda i: 1))
    emit(base, spec("deepspeed.WarmupDecayLR", total_num_steps=it(total), warmup_min_lr=low, warmup_max_lr=top, **common),
         warmup(lambda i: max(0, (total - i) / max(1, total - width))))
    first, last = draw.choice([0, number(0.01, 0.5)]), number(0, 0.3)

    def cosine(t):
        iteration = t - 1
        if iteration < 0:
            return 0
        if iteration < width:
            return base * (first + (1 - first) * gamma(iteration))
        return base * (last + (1 - last) * wave(min(1, (iteration - width + 1) / max(1, total - width))))
    emit(base, spec("deepspeed.WarmupCosineLR", total_num_steps=it(total), warmup_min_ratio=first, cos_min_ratio=last,
                    **common), cosine)

    up, down = draw.randint(1, 15), draw.choice([None, draw.randint(1, 15)])
    stairs, more_stairs = draw.choice([0, 0, draw.randint(1, 6)]), draw.choice([None, draw.randint(0, 6)])
    decay, size = draw.choice([0, number(0.1, 2)]), draw.choice([None, draw.randint(1, 10)])

    def cycle(t):
        fall, other = down or up, stairs if more_stairs is None else more_stairs
        if t - 1 >= up + fall:
            return low / (1 + (decay * (t - up - fall) / size if size else 0))
        t %= up + fall
        part, whole, count = (t, up, stairs) if t <= up else (up + fall - t, fall, other)
        return low + (top - low) * (math.floor(part * count / whole) / count if count else part / whole)
    emit(base, spec("deepspeed.OneCycle", cycle_min_lr=low, cycle_max_lr=top, decay_lr_rate=decay,
                    cycle_first_step_size=it(up), cycle_second_step_size=down and it(down),
                    cycle_first_stair_count=stairs, cycle_second_stair_count=more_stairs,
                    decay_step_size=size and it(size)), cycle)
    stair, growth = draw.choice([True, False]), number(0.1, 3)
    emit(base, spec("deepspeed.LRRangeTest", lr_range_test_min_lr=top, lr_range_test_step_size=it(up),
                    lr_range_test_step_rate=growth, lr_range_test_staircase=stair),
         lambda t: top * (1 + growth * (t // up if stair else t / up)))


# ---- Megatron-LM: num_steps is t

def megatron():
    base, total, low = number(0.1, 1), draw.randint(15, 50), draw.choice([0, number(0.001, 0.05)])
    init, share = draw.choice([0, number(0.001, 0.05)]), draw.choice([None, number(0.01, 0.9)])
    climb = draw.choice([0, draw.randint(1, 14)]) if share is None else share * total
    common = dict(lr_warmup_iters=it(climb) if share is None else None, lr_warmup_fraction=share, lr_warmup_init=init,
                  lr_decay_iters=it(total), min_lr=low)

    def course(fall):
        def rate(t):
            if climb > 0 and t <= climb:
                return init + (base - init) * t / climb
            return fall(t)
        return rate

    def ended(coefficient):
        return course(lambda t: low if t > total else low + coefficient(t) * (base - low))
    part = lambda t: (t - climb) / (total - climb)
    emit(base, spec("megatron.constant", **common), course(lambda t: base))
    emit(base, spec("megatron.linear", **common), ended(lambda t: 1 - part(t)))
    emit(base, spec("megatron.cosine", **common), ended(lambda t: wave(part(t))))
    emit(base, spec("megatron.inverse_square_root", **common),
         course(lambda t: low if t > total else max(low, base * max(climb, 1) ** 0.5 / max(t, 1) ** 0.5)))
    fall = draw.randint(1, 14)
    shapes = {"linear": lambda u: 1 - u, "cosine": wave, "exponential": lambda u: 2 * 0.5 ** u - 1,
              "minus_sqrt": lambda u: 1 - math.sqrt(u)}
    for kind, shape in shapes.items():
        emit(base, spec("megatron.WSD", lr_wsd_decay_iters=it(fall), lr_wsd_decay_style=kind, **common),
             ended(lambda t: 1 if t <= total - fall else shape((t - (total - fall)) / fall)))


# ---- OLMo-core: its trainer has counted the update when it asks for its rate

def olmo():
    base, total, low = number(0.1, 1), draw.randint(15, 50), draw.choice([0, number(0.001, 0.05)])
    share = draw.choice([None, number(0.01, 0.5)])
    climb, t_max = draw.choice([0, draw.randint(1, 14)]), total
    floor = draw.choice([0, number(0.01, 0.5)])

    def length(whole):
        return climb if share is None else round(whole * share)

    def scheduler(whole, fall, upto=0):
        """upto 1: the climb's value at s = W is taken from the climb, as it is 1 there."""
        width = length(whole)

        def rate(t):
            s = t + 1
            if s < width + upto:
                return low + (base - low) * min(s, width) / width
            return fall(s, width)
        return rate
    common = dict(warmup=it(climb) if share is None else None, warmup_fraction=share, warmup_min_lr=low)
    emit(base, spec("olmo.ConstantWithWarmup", **common), scheduler(UPDATES, lambda s, w: base, 1))
    emit(base, spec("olmo.LinearWithWarmup", alpha_f=floor, t_max=it(t_max), **common),
         scheduler(t_max, lambda s, w: base * (floor if s >= t_max else 1 - (1 - floor) * (s - w) / (t_max - w))))
    emit(base, spec("olmo.CosWithWarmup", alpha_f=floor, t_max=it(t_max), **common),
         scheduler(t_max, lambda s, w: base * (floor if s >= t_max else floor + (1 - floor) * wave((s - w) / (t_max - w)))))
    emit(base, spec("olmo.InvSqrtWithWarmup", alpha_f=floor, **common),
         scheduler(UPDATES, lambda s, w: base * (floor + (1 - floor) * math.sqrt(w / s))))
    decay, part, last = draw.choice([None, draw.randint(1, 20)]), number(0.05, 0.5), draw.choice([0, number(0.001, 0.05)])

    def wsd(s, w):
        fall = round(UPDATES * part) if decay is None else decay
        return last + (base - last) * min(UPDATES - s, fall) / fall if s >= UPDATES - fall else base
    emit(base, spec("olmo.WSD", decay=decay and it(decay), decay_fraction=part if decay is None else None,
                    decay_min_lr=last, **common), scheduler(UPDATES, wsd, 1))


print("# written by schedules_libraries.py")
for library in (keras, optax, hf, timm, composer, fastai, paddle, language_models, deepspeed, megatron, olmo):
    for _ in range(ROUNDS):
        library()
