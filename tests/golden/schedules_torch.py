#!/usr/bin/env python3
"""Writes schedules_torch.csv: what PyTorch's schedulers do under random parameters.

    /usr/bin/python3 tests/golden/schedules_torch.py > tests/golden/schedules_torch.csv

One scheduler after the other, each with the spec that should give the same:

    schedule,base,"spec"          then  rates,...  of the updates 0, 1, 2, ...
    momentum,base,"spec"          the same for the momentum
    plateau,base,"spec"           then  metrics,...  and  rates,...  after each of these evaluations
"""
import random
import warnings

import torch
from torch.optim import lr_scheduler as torch_lr

warnings.filterwarnings("ignore")
draw = random.Random(20240229)
ROUNDS = 8


def number(low, high):
    """A parameter with few digits, so that the spec is short."""
    return float(f"{draw.uniform(low, high):.3g}")


def optimizer(lr, momentum=0.9):
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr, momentum=momentum)


def spec(name, *members, **arguments):
    parts = list(members) + [f"{key}={value}" for key, value in arguments.items()]
    return f"{name}({', '.join(parts)})" if parts else name


def emit(kind, base, text, **rows):
    print(f'{kind},{base!r},"{text}"')
    for name, values in rows.items():
        print(",".join([name, *(repr(float(value)) for value in values)]))


def trace(scheduler, sgd, updates, key="lr"):
    values = []
    for _ in range(updates):
        values.append(sgd.param_groups[0][key])
        sgd.step()
        scheduler.step()
    return values


def it(count):
    return f"{count}it"


def times(counts):
    return "[" + ", ".join(map(it, counts)) + "]"


# Each returns the spec and what makes the scheduler from an optimizer.
def step_lr():
    size, gamma = draw.randint(1, 12), number(0.05, 1.1)
    return spec("torch.StepLR", step_size=it(size), gamma=gamma), lambda o: torch_lr.StepLR(o, size, gamma)


def multistep_lr():
    milestones = [draw.randint(1, 35) for _ in range(draw.randint(1, 4))]
    gamma = number(0.05, 1.1)
    return (spec("torch.MultiStepLR", milestones=times(milestones), gamma=gamma),
            lambda o: torch_lr.MultiStepLR(o, milestones, gamma))


def constant_lr():
    factor, total = number(0.01, 1), draw.randint(1, 30)
    return (spec("torch.ConstantLR", factor=factor, total_iters=it(total)),
            lambda o: torch_lr.ConstantLR(o, factor, total))


def linear_lr():
    start, end, total = number(0.01, 1), number(0, 1), draw.randint(1, 30)
    return (spec("torch.LinearLR", start_factor=start, end_factor=end, total_iters=it(total)),
            lambda o: torch_lr.LinearLR(o, start, end, total))


def exponential_lr():
    gamma = number(0.5, 1.05)
    return spec("torch.ExponentialLR", gamma=gamma), lambda o: torch_lr.ExponentialLR(o, gamma)


def polynomial_lr():
    total, power = draw.randint(1, 45), number(0.3, 3)
    return (spec("torch.PolynomialLR", total_iters=it(total), power=power),
            lambda o: torch_lr.PolynomialLR(o, total, power))


def cosine_annealing_lr(eta_min=None):
    t_max = draw.randint(2, 45)
    eta_min = draw.choice([0, number(1e-5, 1e-3)]) if eta_min is None else eta_min
    return (spec("torch.CosineAnnealingLR", T_max=it(t_max), eta_min=eta_min),
            lambda o: torch_lr.CosineAnnealingLR(o, t_max, eta_min))


def warm_restarts():
    t_0, t_mult, eta_min = draw.randint(1, 12), draw.randint(1, 3), draw.choice([0, number(1e-5, 1e-3)])
    return (spec("torch.CosineAnnealingWarmRestarts", T_0=it(t_0), T_mult=t_mult, eta_min=eta_min),
            lambda o: torch_lr.CosineAnnealingWarmRestarts(o, t_0, t_mult, eta_min))


def cyclic_lr(mode):
    up, down, gamma = draw.randint(1, 12), draw.choice([None, draw.randint(1, 12)]), number(0.8, 1)
    low, high = number(1e-3, 0.1), number(0.1, 1)
    base_momentum, max_momentum = number(0.5, 0.8), number(0.8, 0.99)
    shape = dict(step_size_up=it(up), mode=mode)
    if down is not None:
        shape["step_size_down"] = it(down)
    if mode == "exp_range":
        shape["gamma"] = gamma
    make = lambda o: torch_lr.CyclicLR(o, low, high, up, down, mode, gamma, base_momentum=base_momentum,
                                       max_momentum=max_momentum)
    return (spec("torch.CyclicLR", base_lr=low, max_lr=high, **shape),
            spec("torch.CyclicLR.momentum", base_momentum=base_momentum, max_momentum=max_momentum, **shape), make)


def one_cycle_lr(three_phase, strategy):
    total, pct = draw.randint(15, 60), number(0.1, 0.45)
    peak, div, final_div = number(0.01, 1), number(2, 50), number(10, 1e4)
    base_momentum, max_momentum = number(0.5, 0.8), number(0.8, 0.99)
    shape = dict(total_steps=it(total), pct_start=pct, anneal_strategy=strategy, three_phase=str(three_phase).lower())
    make = lambda o: torch_lr.OneCycleLR(o, peak, total, pct_start=pct, anneal_strategy=strategy,
                                         base_momentum=base_momentum, max_momentum=max_momentum, div_factor=div,
                                         final_div_factor=final_div, three_phase=three_phase)
    return (spec("torch.OneCycleLR", max_lr=peak, div_factor=div, final_div_factor=final_div, **shape),
            spec("torch.OneCycleLR.momentum", base_momentum=base_momentum, max_momentum=max_momentum, **shape),
            make, total)


def simple():
    for name, make_case in (("step", step_lr), ("multistep", multistep_lr), ("constant", constant_lr),
                            ("linear", linear_lr), ("exponential", exponential_lr), ("polynomial", polynomial_lr),
                            ("cosine", cosine_annealing_lr), ("restarts", warm_restarts)):
        for _ in range(ROUNDS):
            text, make = make_case()
            base = number(0.01, 1)
            sgd = optimizer(base)
            emit("schedule", base, text, rates=trace(make(sgd), sgd, 50))


def cycles():
    cases = [(*cyclic_lr(mode), 50) for mode in ("triangular", "triangular2", "exp_range") for _ in range(ROUNDS // 2)]
    cases += [one_cycle_lr(three, strategy) for three in (False, True) for strategy in ("cos", "linear")
              for _ in range(ROUNDS // 2)]
    for rates, momenta, make, updates in cases:
        sgd = optimizer(0.1)
        emit("schedule", 0.1, rates, rates=trace(make(sgd), sgd, updates))
        sgd = optimizer(0.1)
        emit("momentum", 0.9, momenta, rates=trace(make(sgd), sgd, updates, "momentum"))


def composed():
    for _ in range(ROUNDS):
        members = [draw.choice([linear_lr, exponential_lr, step_lr, constant_lr, cosine_annealing_lr])()
                   for _ in range(draw.randint(2, 3))]
        milestones = sorted(draw.sample(range(1, 45), len(members) - 1))
        base = number(0.01, 1)
        sgd = optimizer(base)
        scheduler = torch_lr.SequentialLR(sgd, [make(sgd) for _, make in members], milestones)
        emit("schedule", base, spec("torch.SequentialLR", *(text for text, _ in members), milestones=times(milestones)),
             rates=trace(scheduler, sgd, 50))
    for _ in range(ROUNDS):
        members = [draw.choice([linear_lr, exponential_lr, step_lr, constant_lr, multistep_lr])()
                   for _ in range(draw.randint(2, 3))]
        base = number(0.01, 1)
        sgd = optimizer(base)
        scheduler = torch_lr.ChainedScheduler([make(sgd) for _, make in members])
        emit("schedule", base, spec("torch.ChainedScheduler", *(text for text, _ in members)),
             rates=trace(scheduler, sgd, 50))


def plateaus():
    for mode in ("min", "max"):
        for threshold_mode in ("rel", "abs"):
            for _ in range(ROUNDS):
                factor, patience, cooldown = number(0.1, 0.9), draw.randint(0, 4), draw.randint(0, 3)
                threshold, min_lr = draw.choice([0, number(1e-4, 0.1)]), draw.choice([0, number(1e-6, 1e-3)])
                metrics = [draw.choice([round(draw.uniform(0.1, 1), 2), float("nan")] + [0.3] * 4) for _ in range(40)]
                base = number(0.01, 1)
                sgd = optimizer(base)
                scheduler = torch_lr.ReduceLROnPlateau(sgd, mode, factor, patience, threshold, threshold_mode, cooldown,
                                                       min_lr)
                rates = []
                for metric in metrics:
                    scheduler.step(metric)
                    rates.append(sgd.param_groups[0]["lr"])
                emit("plateau", base,
                     spec("torch.ReduceLROnPlateau", mode=mode, factor=factor, patience=f"{patience}ev",
                          threshold=threshold, threshold_mode=threshold_mode, cooldown=f"{cooldown}ev", min_lr=min_lr),
                     metrics=metrics, rates=rates)


def boundaries():
    """A climb that takes all of a short schedule, or more: no draws, every small length."""
    for total in range(1, 9):
        for pct in (0.25, 0.3, 0.5, 0.7):
            if pct * total == 1:
                continue  # the climb has no length at all: PyTorch divides by zero
            for three_phase in (False, True):
                if three_phase and 2 * pct * total - 2 == 0:
                    continue
                sgd = optimizer(0.5)
                scheduler = torch_lr.OneCycleLR(sgd, 0.5, total, pct_start=pct, div_factor=4, final_div_factor=10,
                                                three_phase=three_phase)
                rates = [sgd.param_groups[0]["lr"]]
                for _ in range(total - 1):
                    sgd.step()
                    scheduler.step()
                    rates.append(sgd.param_groups[0]["lr"])
                emit("schedule", 0.5, spec("torch.OneCycleLR", max_lr=0.5, total_steps=it(total), pct_start=pct, div_factor=4,
                                           final_div_factor=10, three_phase=str(three_phase).lower()), rates=rates)
    for climb in range(1, 7):
        for milestone in range(1, 7):
            sgd = optimizer(0.5)
            members = [torch_lr.LinearLR(sgd, 0.25, total_iters=climb), torch_lr.CosineAnnealingLR(sgd, 3)]
            scheduler = torch_lr.SequentialLR(sgd, members, [milestone])
            emit("schedule", 0.5, spec("torch.SequentialLR", spec("torch.LinearLR", start_factor=0.25, total_iters=it(climb)),
                                       spec("torch.CosineAnnealingLR", T_max=it(3)), milestones=times([milestone])),
                 rates=trace(scheduler, sgd, 8))


print(f"# PyTorch {torch.__version__}; written by schedules_torch.py")
simple()
cycles()
composed()
plateaus()
boundaries()
