"""What a test of the running service raises when something did not come in time."""


class TooLate(AssertionError):
    """It did not come, or came later than the test's patience: the only fault that is told twice.

    A machine that stands still for seconds is not a fault of the service. Whatever else a test
    finds (something doubled, lost, wrong) is never tried again.
    """
