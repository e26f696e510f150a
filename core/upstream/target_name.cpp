// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/upstream/target_name.h"

#include "core/net/one_shot.h"

#include <boost/asio/post.hpp>
#include <fmt/chrono.h>

#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace weir::upstream {

static constexpr base::Nanos failureHolds = std::chrono::seconds{1};

struct TargetName::State {
    // With the mutex held:
    bool isFresh(base::Nanos lifetime, base::TimePoint now) const;
    base::Result<Addresses> answer() const;
    static void ask(const std::shared_ptr<State>& self, base::TimePoint now);

    void take(net::LookUp found);

    std::string host;
    std::uint16_t port = 0;
    net::LookUpFunction lookUp;

    std::mutex mutex; // guards what follows
    Addresses addresses;
    net::error_code error; // of the last answer
    base::TimePoint answered;
    base::TimePoint asked;
    bool asking = false;
    std::vector<Waiter*> waiting;
};

// An exchange that waits for the answer. Lives in its coroutine's frame, which stays until the waiter has been woken.
class TargetName::Waiter final : public net::Interruptible {
public:
    Waiter(State& state, net::IoContext& context) : m_state(state), m_context(context) {}

    // False: there is nothing to wait for, as the answer at hand is to be used. A look-up that has kept others waiting
    // for all of their patience keeps nobody else.
    bool begin(const std::shared_ptr<State>& state, Patience patience, base::TimePoint now)
    {
        const std::lock_guard lock{state->mutex};
        if (state->isFresh(patience.lifetime, now))
            return false;
        State::ask(state, now);
        if (!state->asking || now - state->asked >= patience.wait)
            return false;
        state->waiting.push_back(this);
        return true;
    }

    // On the look-up's thread, with the mutex held.
    void wake()
    {
        net::asio::post(m_context, [this] { m_woken.set(); });
    }
    // On the waiter's own. Nothing to do where the wake-up is on its way.
    void interrupt() noexcept override
    {
        m_interrupted = true;
        giveUp();
    }
    static void expired(void* self) noexcept { static_cast<Waiter*>(self)->giveUp(); }
    void giveUp()
    {
        const std::lock_guard lock{m_state.mutex};
        if (std::erase(m_state.waiting, this) > 0)
            m_woken.set();
    }

    bool isInterrupted() const { return m_interrupted; }
    auto wait() { return m_woken.wait(); }

    net::Deadline deadline{&Waiter::expired, this};

private:
    State& m_state;
    net::IoContext& m_context;
    net::OneShot m_woken{m_context.get_executor()};
    bool m_interrupted = false;
};

bool TargetName::State::isFresh(base::Nanos lifetime, base::TimePoint now) const
{
    if (error)
        return now - answered < failureHolds;
    return lifetime == base::Nanos::zero() || now - answered < lifetime;
}

base::Result<TargetName::Addresses> TargetName::State::answer() const
{
    if (addresses.empty())
        return std::unexpected(net::notFound(host, error));
    return addresses;
}

void TargetName::State::take(net::LookUp found)
{
    const std::lock_guard lock{mutex};
    if (!found.error || found.isDenied())
        addresses = std::move(found.addresses);
    error = found.error;
    answered = base::now();
    asking = false;
    for (auto* waiter : std::exchange(waiting, {}))
        waiter->wake();
}

// Nobody waits for the thread: the system's resolver may take half a minute, and cannot be told to stop.
void TargetName::State::ask(const std::shared_ptr<State>& self, base::TimePoint now)
{
    if (std::exchange(self->asking, true))
        return;
    self->asked = now;
    try {
        std::thread([self] { self->take(self->lookUp(self->host, self->port)); }).detach();
    } catch (const std::system_error& noThread) { // the limit of threads has been reached
        self->error = net::error_code(noThread.code().value(), boost::system::system_category());
        self->answered = now;
        self->asking = false;
    }
}

TargetName::TargetName(std::string host, std::uint16_t port, net::LookUpFunction lookUp, Addresses atStart,
                       const net::error_code& error)
    : m_state(std::make_shared<State>())
{
    m_state->host = std::move(host);
    m_state->port = port;
    m_state->lookUp = std::move(lookUp);
    m_state->addresses = std::move(atStart);
    m_state->error = error;
    m_state->answered = base::now();
}

net::error_code TargetName::lastError() const
{
    const std::lock_guard lock{m_state->mutex};
    return m_state->error;
}

TargetName::~TargetName() = default;

net::Task<base::Result<TargetName::Found>> TargetName::find(net::IoContext& context, net::DeadlineWheel& wheel,
                                                            net::Interruption& interruption, Patience patience)
{
    const auto begun = base::now();
    Waiter waiter(*m_state, context);
    if (waiter.begin(m_state, patience, begun)) {
        wheel.arm(waiter.deadline, begun + patience.wait);
        const net::Interruption::Scope scope(interruption, waiter, net::Wait::Lookup);
        co_await waiter.wait();
    }
    if (waiter.isInterrupted())
        co_return base::fail(base::Errc::Cancelled);
    Found found;
    const std::lock_guard lock{m_state->mutex};
    auto answer = m_state->answer();
    if (!answer)
        co_return std::unexpected(answer.error());
    found.addresses = *std::move(answer);
    found.took = base::now() - begun;
    co_return found;
}

} // namespace weir::upstream
