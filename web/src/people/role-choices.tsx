import { useTranslation } from 'react-i18next'
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup'
import { FieldError } from 'react-aria-components/FieldError'
import { Label } from 'react-aria-components/Label'
import type { Role } from '../generated/graphql.ts'
import { Checkbox } from '../ui/checkbox.tsx'

/** Roles that are held at a centre; network-wide ones are given elsewhere. */
const centreRoles: Role[] = [
  'ADVISER',
  'TRAINEE_ADVISER',
  'VOLUNTEER_SUPPORT',
  'SUPERVISOR',
  'CENTRE_MANAGER',
  'SAFEGUARDING_LEAD',
]

export function RoleChoices({
  value,
  onChange,
  error,
}: {
  value: Role[]
  onChange: (roles: Role[]) => void
  error?: string | undefined
}) {
  const { t } = useTranslation('people')
  const role = useTranslation('shell').t
  return (
    <CheckboxGroup
      className={error ? 'field wrong' : 'field'}
      value={value}
      onChange={(roles) => onChange(roles as Role[])}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
    >
      <Label className="label">{t('roles')}</Label>
      <FieldError className="error">{error}</FieldError>
      <div className="role-choices">
        {centreRoles.map((name) => (
          <Checkbox key={name} value={name}>
            {role(`role.${name}`)}
          </Checkbox>
        ))}
      </div>
    </CheckboxGroup>
  )
}
